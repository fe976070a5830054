import assert from "node:assert/strict";
import { SdkErrorCode, SdkHttpError } from "@modelcontextprotocol/client";
import { HubError } from "../../../src/core/kernel/hubError";
import { toHubError } from "../../../src/mcp/link/toHubError";
import { OutputLog } from "../../../src/mcp/stdio/outputLog";
import { secretMask } from "../../../src/mcp/wire/secretMask";
import { FakeClock } from "../../support/fakeClock";
import { fixturePlan, startHttpFixture } from "../../support/fixtures";
import { noAbort, openLinks } from "../../support/openLinks";

describe("secretMask", () => {
  it("takes out every occurrence, the longest first, and nothing that is short", () => {
    const { text } = secretMask(["hunter2", "hunter2-long", "abc", ""]);
    assert.equal(text("hunter2 hunter2-long hunter2 abc"), "••• ••• ••• abc");
  });

  it("takes out each line of a secret of several lines", () => {
    assert.equal(secretMask(["first line\r\n  second line\nab"]).text("a second line ab"), "a ••• ab");
  });

  it("looks everywhere in data, however deep it is", () => {
    const { data } = secretMask(["hunter2"]);
    assert.deepEqual(data({ hunter2: [{ a: "x hunter2" }, 7, null] }), { "•••": [{ a: "x •••" }, 7, null] });
    const deep = data(JSON.parse(`${"[".repeat(100_000)}"hunter2"${"]".repeat(100_000)}`));
    assert.equal(JSON.stringify(deep).includes("hunter2"), false);
  });

  it("keeps the other facts of a masked error", () => {
    const failure = new HubError("rate-limited", "hunter2 is busy", { retryAfterMs: 30, sent: "no" });
    const { message, retryAfterMs, sent } = secretMask(["hunter2"]).error(failure);
    assert.deepEqual([message, retryAfterMs, sent], ["••• is busy", 30, "no"]);
  });

  it("leaves what holds no secret as it is", () => {
    const { error, data } = secretMask(["hunter2"]);
    const plain = new HubError("timeout", "too slow");
    assert.equal(error(plain), plain);
    const params = { a: 1 };
    assert.equal(secretMask().data(params), params);
    assert.deepEqual(data(params), params);
  });
});

describe("a server that prints its secret", function () {
  this.timeout(20_000);
  const open = openLinks();
  const secret = "hunter2-of-the-plan";
  const secrets = [secret];
  const options = () => ({ signal: noAbort() });

  it("is quoted without it, where its process ends", async () => {
    const plan = { ...fixturePlan("--exit=3", `--message=the key ${secret} is wrong`), secrets };
    await assert.rejects(open(plan), { code: "exited", message: /Error: the key ••• is wrong/ });
  });

  it("is cited without it, where it answers with an error", async () => {
    const { link } = await open({ ...fixturePlan(), secrets });
    // Cut to 500 characters, this would end with the first half of the secret.
    const message = `${"x".repeat(490)}${secret}`;
    await assert.rejects(link.callTool("rpcError", { code: 1, message }, options()), ({ message }: Error) => {
      assert.match(message, /^"fixture" answered with an error: x+•••/);
      return true;
    });
  });

  it("is shown without it in progress, notifications and logs", async () => {
    const { link, heard } = await open({ ...fixturePlan(), secrets: ["step 1", '"level":"debug"', "fixture"] });
    const told: unknown[] = [];
    await link.callTool(
      "progress",
      { steps: 1, everyMs: 1 },
      { ...options(), onProgress: ({ message }) => told.push(message) },
    );
    await link.callTool("log", { levels: ["debug"] }, options());
    assert.deepEqual(told, ["•••"]);
    assert.match(heard.logs[0]?.text ?? "", /^\[•••\] \{•••/);
    assert.doesNotMatch(JSON.stringify(heard.notifications), /step 1|fixture/);
  });

  it("is cited without it, where the program itself is named by it", async () => {
    const plan = { ...fixturePlan(), command: `no-such-${secret}`, secrets };
    await assert.rejects(open(plan), { code: "spawn-failed", message: /the program "no-such-•••" was not found/ });
  });

  it("is cited without it, where its refusal is cut", () => {
    const text = `${"x".repeat(190)}${secret}`;
    const refusal = new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, "no", { status: 503, text });
    const { message } = toHubError(refusal, { server: "web", mask: secretMask(secrets) });
    assert.match(message, /x•••\./);
  });

  it("is cited without it over HTTP", async () => {
    const { url, stop } = await startHttpFixture("--status=503");
    try {
      const plan = { kind: "http", server: "web", url, headers: {}, secrets: ["refused by"] } as const;
      await assert.rejects(open(plan), { code: "transport", message: /\(HTTP 503\): ••• the fixture\./ });
    } finally {
      await stop();
    }
  });

  it("is logged without it, wherever the line is cut", () => {
    const said: string[] = [];
    const log = new OutputLog((line) => said.push(line), new FakeClock(), secretMask(secrets).text);
    log.write(Buffer.from(`key ${secret.slice(0, 8)}`));
    log.write(Buffer.from(`${secret.slice(8)}\n${"x".repeat(1990)}${secret}\n${"y".repeat(1990)}${secret}`));
    log.dispose();
    assert.deepEqual(said, ["key •••", `${"x".repeat(1990)}•••`, `${"y".repeat(1990)}•••`]);
    assert.deepEqual(log.kept(), said);
  });
});
