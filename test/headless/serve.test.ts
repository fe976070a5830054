import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { processesWith } from "../support/processesWith";
import { type Served, startServe } from "../support/startServe";
import { until } from "../support/until";

/** The command as people run it: the built file, in a process of its own, with a real server behind it. */
describe("mcp-client-hub serve", function () {
  this.timeout(60_000);
  const mark = `serve-${process.pid}`;
  let folder: string;
  let served: Served | undefined;

  const fixture = {
    command: process.execPath,
    args: [resolve("test/support/fixtureServer.mjs")],
    env: { HUB_TEST_MARK: mark },
  };
  /** What an answer says, as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: the assertions say what it is
  const jsonOf = async (response: Promise<Response>): Promise<any> => (await response).json();
  const written = async (name: string, content: unknown) => {
    const path = join(folder, name);
    await writeFile(path, typeof content === "string" ? content : JSON.stringify(content), { mode: 0o600 });
    return path;
  };
  const start = async (config: unknown, ...more: readonly string[]) => {
    served = await startServe(
      {},
      "--config",
      await written("servers.json", config),
      "--token-file",
      join(folder, "token"),
      ...more,
    );
    return served;
  };
  const call = (name: string, args: object = {}) => ({
    jsonrpc: "2.0",
    id: 1,
    method: "tools/call",
    params: { name, arguments: args },
  });
  const list = { jsonrpc: "2.0", id: 1, method: "tools/list" };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "mcph-serve-"));
  });
  afterEach(async () => {
    await served?.stop();
    served = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  it("says in one line where it is and where its token is, which only the user can read", async () => {
    const { url, tokenFile, token } = await start({ servers: { fixture } });
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(tokenFile, join(folder, "token"));
    if (process.platform !== "win32") assert.equal((await stat(tokenFile)).mode & 0o777, 0o600);
    assert.match(token, /^mcphub_[\w-]{43}$/);
  });

  it("answers calls over MCP to clients with the token, and to nobody else", async () => {
    const { fetch, url } = await start({ servers: { fixture } });
    const answer = await jsonOf(fetch("/mcp", { json: call("fixture__echo", { text: "hello" }) }));
    assert.deepEqual(answer.result.content, [{ type: "text", text: "hello" }]);
    const refused = await globalThis.fetch(`${url}/mcp`, { method: "POST", body: JSON.stringify(list) });
    assert.equal(refused.status, 401);
    assert.equal(refused.headers.get("www-authenticate"), 'Bearer error="invalid_token"');
  });

  it("counts the sessions of its clients in its metrics", async () => {
    const { fetch } = await start({ servers: {} });
    const sessions = async () =>
      /^mcp_hub_sessions (\d+)$/m.exec(await (await fetch("/api/v1/mcp/metrics")).text())?.[1];
    assert.equal(await sessions(), "0");
    const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } };
    const opened = await fetch("/mcp", { json: { jsonrpc: "2.0", id: 0, method: "initialize", params } });
    assert.equal(opened.status, 200);
    assert.equal(await sessions(), "1");
  });

  it("takes the token that is in the file already", async () => {
    const token = "a-token-that-was-there-before";
    await written("token", `${token}\n`);
    const running = await start({ servers: { fixture } });
    assert.equal(running.token, token);
    assert.equal((await running.fetch("/mcp", { json: list })).status, 200);
    assert.equal((await readFile(join(folder, "token"), "utf8")).trim(), token);
  });

  it("follows its file: what is added can be called, what is removed is gone", async () => {
    const { fetch } = await start({ servers: { fixture } });
    const names = async () => {
      const { result } = await jsonOf(fetch("/mcp", { json: list }));
      return new Set(result.tools.map(({ name }: { name: string }) => name.split("__")[0]));
    };
    await until("the first server is there", async () => (await names()).has("fixture"));
    await written("servers.json", { servers: { other: fixture } });
    await until("the second is there instead", async () => {
      const now = await names();
      return now.has("other") && !now.has("fixture");
    });
  });

  it("offers only what the profile names", async () => {
    const config = { "mcpHub.servers": { fixture }, "mcpHub.profiles": { small: { tools: ["fixture/echo"] } } };
    const { fetch } = await start(config, "--profile", "small");
    await until("the tool is there", async () => {
      const { result } = await jsonOf(fetch("/mcp", { json: list }));
      return (
        result.tools.length > 0 &&
        assert.deepEqual(
          result.tools.map(({ name }: { name: string }) => name),
          ["fixture__echo"],
        ) === undefined
      );
    });
    const { error } = await jsonOf(fetch("/mcp", { json: call("fixture__look", { key: "a" }) }));
    assert.equal(error.code, -32602);
  });

  it("ends within five seconds of a signal, with everything that it started", async () => {
    const { fetch, stop } = await start({ servers: { fixture } });
    await fetch("/mcp", { json: call("fixture__echo", { text: "" }) });
    assert.equal(processesWith("HUB_TEST_MARK", mark).length, 1);
    const { ms, code } = await stop();
    assert.ok(ms < 5000, `It took ${ms} ms.`);
    assert.equal(code, 0);
    assert.deepEqual(processesWith("HUB_TEST_MARK", mark), []);
  });

  for (const [what, args, why] of [
    ["a profile that is not there", ["--profile", "gone"], /has no profile "gone"/],
    ["half of the files for TLS", ["--tls-cert", "cert.pem"], /belong together/],
    ["an address of the network without TLS", ["--host", "0.0.0.0"], /TLS|--tls-cert/],
    ["a port that is none", ["--port", "70000"], /--port must be/],
  ] as const)
    it(`refuses ${what}, in one sentence`, () => assert.rejects(start({ servers: { fixture } }, ...args), why));

  it("refuses a token file that others may read", async function () {
    if (process.platform === "win32") this.skip();
    await writeFile(join(folder, "token"), "a-token-that-others-can-read", { mode: 0o644 });
    await assert.rejects(start({ servers: { fixture } }), /chmod 600/);
  });
});
