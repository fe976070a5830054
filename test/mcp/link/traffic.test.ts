import assert from "node:assert/strict";
import type { HttpPlan } from "../../../src/core/config/plan/launchPlan";
import type { Link } from "../../../src/core/connection/link";
import { Traffic } from "../../../src/mcp/link/traffic";
import { secretMask } from "../../../src/mcp/wire/secretMask";
import type { WireMessage } from "../../../src/protocol/wireMessage";
import { fixturePlan, type HttpFixture, startHttpFixture } from "../../support/fixtures";
import { noAbort, openLinks } from "../../support/openLinks";

const secret = "correct-horse-battery";

class Viewer {
  readonly messages: WireMessage[] = [];
  looks = true;
  requested = 0;

  readonly isWatched = () => {
    this.requested++;
    return this.looks;
  };

  message(entry: WireMessage): void {
    this.messages.push(entry);
  }

  /** The messages about one method, oldest first. */
  of(method: string): readonly WireMessage[] {
    return this.messages.filter((entry) => entry.method === method);
  }
}

const echo = (link: Link, text: string) => link.callTool("echo", { text }, { signal: noAbort() });
const kinds = (entries: readonly WireMessage[]) => entries.map(({ direction, kind }) => `${direction} ${kind}`);

describe("the traffic of a link", function () {
  this.timeout(20_000);
  const open = openLinks();
  const fixtures: HttpFixture[] = [];
  const start = async (...switches: string[]) => {
    const fixture = await startHttpFixture(...switches);
    fixtures.push(fixture);
    return fixture;
  };
  afterEach(() => Promise.all(fixtures.splice(0).map((fixture) => fixture.stop())));
  const plan = (url: string, more: Partial<HttpPlan> = {}): HttpPlan => ({
    kind: url.endsWith("/sse") ? "sse" : "http",
    server: "web",
    url,
    headers: {},
    ...more,
  });

  for (const kind of ["stdio", "http"] as const) {
    it(`says which call a message belongs to, over ${kind}`, async () => {
      const viewer = new Viewer();
      const used = kind === "stdio" ? fixturePlan() : plan((await start()).url);
      const { link } = await open(used, { traffic: viewer });
      const signal = noAbort();
      await Promise.all([
        link.callTool("echo", { text: "one" }, { signal, id: "first" }),
        link.callTool("echo", { text: "two" }, { signal, id: "second" }),
      ]);
      const [one, two] = ["first", "second"].map((call) => viewer.messages.filter((entry) => entry.call === call));
      assert.ok(one && two);
      for (const entries of [one, two]) assert.deepEqual(kinds(entries), ["sent request", "received response"]);
      assert.match(one[0]?.text ?? "", /"one"/);
      assert.match(two[0]?.text ?? "", /"two"/);
      assert.equal(one[0]?.id, one[1]?.id);
      assert.ok(viewer.of("tools/list").every(({ call }) => call === undefined));
    });
  }

  it("shows each message over stdio in both directions, without the secrets of the environment", async () => {
    const viewer = new Viewer();
    const withSecret = { ...fixturePlan(), env: { KEY_OF_MINE: secret }, secrets: [secret] };
    const { link } = await open(withSecret, { traffic: viewer });
    const { content } = await link.callTool("env", { name: "KEY_OF_MINE" }, { signal: noAbort() });
    assert.deepEqual(content, [{ type: "text", text: secret }], "the server has the secret and prints it");

    assert.deepEqual(kinds(viewer.of("initialize")), ["sent request", "received response"]);
    assert.deepEqual(kinds(viewer.of("notifications/initialized")), ["sent notification"]);
    const [request, response] = viewer.of("tools/call");
    assert.ok(request && response);
    assert.equal(request.server, "fixture");
    assert.equal(request.id, response.id);
    assert.deepEqual(JSON.parse(request.text).params.arguments, { name: "KEY_OF_MINE" });
    assert.equal(request.bytes, Buffer.byteLength(request.text));
    assert.deepEqual(JSON.parse(response.text).result.content, [{ type: "text", text: "•••" }]);
    assert.ok(response.bytes > 0 && request.http === undefined && response.http === undefined);
    assert.ok(!JSON.stringify(viewer.messages).includes(secret));
  });

  for (const mode of [[], ["--json"], ["--sse-only"]])
    it(`shows status and headers over HTTP, without the secrets in them ${mode}`, async () => {
      const { url, journal } = await start(...mode);
      const viewer = new Viewer();
      const headers = { "X-Service-Key": secret, Authorization: "Bearer abc", "X-Note": `for ${secret} only` };
      const { link } = await open(plan(url, { headers, secrets: [secret] }), { traffic: viewer });
      await echo(link, "hi");

      const arrived = (await journal()).find(({ body }) => body?.includes("tools/call"));
      assert.equal(arrived?.headers["x-service-key"], secret, "the server gets the secret");
      const [request, response] = viewer.of("tools/call");
      assert.deepEqual(kinds(viewer.of("tools/call")), ["sent request", "received response"]);
      assert.equal(request?.http?.status, undefined);
      const {
        authorization,
        "x-service-key": key,
        "x-note": note,
        "content-type": type,
      } = request?.http?.headers ?? {};
      assert.deepEqual([authorization, key, note, type], ["•••", "•••", "for ••• only", "application/json"]);
      assert.equal(response?.http?.status, 200);
      assert.match(
        response?.http?.headers["content-type"] ?? "",
        mode.includes("--json") ? /^application\/json/ : /^text\/event-stream/,
      );
      assert.ok(!JSON.stringify(viewer.messages).includes(secret));
    });

  it("shows a refusal over HTTP with its status and body", async () => {
    const { url } = await start();
    const viewer = new Viewer();
    const { link } = await open(plan(url), { traffic: viewer });
    await assert.rejects(link.callTool("refuseRequest", { status: 503 }, { signal: noAbort() }), { code: "transport" });
    const [, refusal] = viewer.of("tools/call");
    assert.deepEqual([refusal?.kind, refusal?.http?.status, refusal?.text], ["error", 503, "refused by the fixture"]);
  });

  it("asks one question and records nothing while nobody looks", async () => {
    const viewer = new Viewer();
    viewer.looks = false;
    const { link } = await open(fixturePlan(), { traffic: viewer });
    viewer.requested = 0;
    await echo(link, "hi");
    assert.deepEqual([viewer.requested, viewer.messages], [2, []]);
    viewer.looks = true;
    await echo(link, "hi again");
    assert.deepEqual(kinds(viewer.of("tools/call")), ["sent request", "received response"]);
  });

  it("goes on where the viewer throws", async () => {
    const reported: unknown[] = [];
    const broken = {
      isWatched: () => true,
      message: () => {
        throw new Error("the viewer is broken");
      },
    };
    const { link } = await open(fixturePlan(), { traffic: broken, report: (error) => reported.push(error) });
    assert.deepEqual((await echo(link, "hi")).content, [{ type: "text", text: "hi" }]);
    assert.match(String(reported[0]), /the viewer is broken/);
  });

  it("takes a limited part of a large message, and gives the size of the whole", async () => {
    const viewer = new Viewer();
    const { link } = await open(fixturePlan(), { traffic: viewer });
    const large = "0123456789".repeat(100_000);
    await echo(link, large);
    for (const { text, bytes, truncated } of viewer.of("tools/call")) {
      assert.equal(text.length, 64 * 1024);
      assert.ok(bytes > large.length);
      assert.equal(truncated, true);
    }
  });
});

describe("Traffic", () => {
  const recorded = (message: object, secrets: readonly string[] = []) => {
    const viewer = new Viewer();
    new Traffic("files", viewer, secretMask(secrets), (error) => assert.fail(String(error))).sent({
      jsonrpc: "2.0",
      ...message,
    } as Parameters<Traffic["sent"]>[0]);
    const [entry] = viewer.messages;
    assert.ok(entry);
    return entry;
  };

  it("masks a secret that the limit cuts in two", () => {
    const { text } = recorded({ method: "m", params: { text: "x".repeat(64 * 1024 - 60) + secret } }, [secret]);
    assert.ok(!text.includes(secret.slice(0, 8)), text.slice(-40));
  });

  it("masks values under secret names, and texts that look like secrets", () => {
    const { text } = recorded({ method: "m", params: { password: "x1", note: "Bearer abcdefghijkl" } });
    assert.deepEqual(JSON.parse(text).params, { password: "•••", note: "•••" });
  });

  it("leaves out what comes after the limit, in lists, objects and depths", () => {
    const deep: unknown = JSON.parse("[".repeat(500) + "]".repeat(500));
    for (const value of [Array(100_000).fill(1), Object.fromEntries(Array(50_000).fill(1).entries()), deep]) {
      const { text, truncated } = recorded({ method: "m", params: { value } });
      assert.ok(text.length <= 64 * 1024);
      assert.equal(truncated, true);
    }
    assert.equal(recorded({ method: "m", params: { value: Array(1000).fill(1) } }).truncated, undefined);
  });

  it("takes what fits whole, with its names", () => {
    const value = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`${n}`.padEnd(1500, "n"), "v"]));
    const { text, truncated } = recorded({ method: "m", params: { value } });
    assert.deepEqual([JSON.parse(text).params.value, truncated], [value, undefined]);
    const long = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`${n}`.padEnd(1500, "n"), "v"]));
    assert.equal(recorded({ method: "m", params: { value: long } }).truncated, true);
  });

  it("records an error of the other side under the method that it answers", () => {
    const viewer = new Viewer();
    const traffic = new Traffic("files", viewer, secretMask(), (error) => assert.fail(String(error)));
    traffic.sent({ jsonrpc: "2.0", id: 1, method: "tools/list" });
    traffic.received({ jsonrpc: "2.0", id: 1, method: "ping" });
    traffic.received({ jsonrpc: "2.0", id: 1, error: { code: -1, message: "no" } });
    traffic.sent({ jsonrpc: "2.0", id: 1, result: {} });
    const of = viewer.messages.map(({ direction, kind, method }) => `${direction} ${kind} ${method}`);
    assert.deepEqual(of, [
      "sent request tools/list",
      "received request ping",
      "received error tools/list",
      "sent response ping",
    ]);
  });
});
