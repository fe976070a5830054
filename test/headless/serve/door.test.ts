import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { get as getPlain } from "node:http";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { hasOpenssl, makeCertificates } from "../../support/certificates";
import { processesWith } from "../../support/processesWith";
import { type Served, startServe } from "../../support/startServe";
import { until } from "../../support/until";

const inspector = "http://127.0.0.1:6274";

describe("the door of mcp-client-hub serve", function () {
  this.timeout(60_000);
  const mark = `door-${process.pid}`;
  let folder: string;
  let served: Served | undefined;
  /** What the configuration file says beside its server. */
  let settings: object;
  beforeEach(async () => {
    settings = {};
    folder = await mkdtemp(join(tmpdir(), "mcph-door-"));
  });
  afterEach(async () => {
    await served?.stop();
    served = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (...more: readonly string[]) => {
    const config = join(folder, "servers.json");
    const fixture = {
      command: process.execPath,
      args: [resolve("test/support/fixtureServer.mjs")],
      env: { HUB_TEST_MARK: mark },
    };
    await writeFile(config, JSON.stringify({ servers: { fixture }, ...settings }));
    served = await startServe(
      { env: { MCP_HUB_STATE_FOLDER: join(folder, "state") } },
      ...["--config", config, "--token-file", join(folder, "token"), ...more],
    );
    return served;
  };
  const preflight = (url: string, origin: string) =>
    fetch(`${url}/mcp`, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization, mcp-param-city",
      },
    });
  const chat = (tool: string, args: object = {}) => ({ server_id: "fixture", tool_name: tool, tool_input: args });

  it("lets the pages that --origins names in: their preflight is answered before the token, and answers can be read", async () => {
    const { url, fetch: send } = await start("--origins", `${inspector},http://localhost:6274`);
    const { status, headers } = await preflight(url, inspector);
    assert.equal(status, 204);
    assert.equal(headers.get("access-control-allow-origin"), inspector);
    assert.equal(headers.get("vary"), "Origin");
    assert.match(headers.get("access-control-allow-headers") ?? "", /authorization.*mcp-param-city/);
    assert.equal(headers.get("access-control-allow-methods"), "GET, POST, DELETE, OPTIONS");
    const list = { jsonrpc: "2.0", id: 1, method: "tools/list" };
    const answer = await send("/mcp", { json: list, headers: { origin: inspector } });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("access-control-allow-origin"), inspector);
    assert.match(answer.headers.get("access-control-expose-headers") ?? "", /Mcp-Session-Id, WWW-Authenticate/);
    assert.equal((await preflight(url, "http://127.0.0.1:6275")).status, 403);
  });

  it("lets no page in without the list", async () => {
    const { url, fetch: send } = await start();
    const { status, headers } = await preflight(url, inspector);
    assert.equal(status, 403);
    assert.equal(headers.get("access-control-allow-origin"), null);
    const listed = await send("/mcp", { json: {}, headers: { origin: inspector } });
    assert.equal(listed.status, 403);
  });

  for (const origins of ["https://example.org", "*", "null", `${inspector}/`])
    it(`refuses --origins ${origins}`, () => assert.rejects(start("--origins", origins), /--origins takes pages/));

  it("answers under the names of --public-name, and under no other", async () => {
    const { url, token } = await start("--public-name", "hub.example.org");
    const { port } = new URL(url);
    const status = (host: string) =>
      new Promise<number | undefined>((done, failed) => {
        const headers = { host, authorization: `Bearer ${token}` };
        getPlain({ port, host: "127.0.0.1", path: "/api/v1/mcp/servers", headers }, (response) =>
          done(response.resume().statusCode),
        ).on("error", failed);
      });
    assert.equal(await status("hub.example.org"), 200);
    assert.equal(await status(`127.0.0.1:${port}`), 200);
    assert.equal(await status("other.example.org"), 403);
  });

  it("answers on another address of the machine with TLS, to the name that it was given", async function () {
    if (!hasOpenssl) this.skip();
    const certificates = makeCertificates();
    try {
      const tls = ["--tls-cert", certificates.file("server.pem"), "--tls-key", certificates.file("server.key")];
      await assert.rejects(start("--host", "0.0.0.0", ...tls), /cannot tell which name its clients use for 0\.0\.0\.0/);
      const { url, token } = await start("--host", "0.0.0.0", "--public-name", "mcp.test", ...tls);
      assert.match(url, /^https:\/\/mcp\.test:\d+$/);
      const status = await new Promise<number | undefined>((done, failed) => {
        get(
          {
            ...{ port: new URL(url).port, host: "127.0.0.1", servername: "mcp.test", path: "/api/v1/mcp/servers" },
            ca: readFileSync(certificates.file("server.pem")),
            headers: { host: new URL(url).host, authorization: `Bearer ${token}` },
          },
          (response) => done(response.resume().statusCode),
        ).on("error", failed);
      });
      assert.equal(status, 200);
    } finally {
      certificates.remove();
    }
  });

  for (const [approval, echo] of [
    ["never", 200],
    ["writes", 403], // the server says that it only reads, but nobody trusts it
    ["always", 403],
  ] as const)
    it(`keeps to --approval ${approval}: nobody can be asked`, async () => {
      const { fetch: send } = await start("--approval", approval);
      const answer = await send("/api/v1/mcp/chat", { json: chat("echo", { text: "x" }) });
      assert.equal(answer.status, echo, await answer.text());
    });

  it("lets the calls pass that the file allows with --approval writes, and names the setting for every other", async () => {
    settings = { "mcpHub.policy": [{ do: "allow", server: "fixture", tool: "echo" }] };
    const { fetch: send } = await start("--approval", "writes");
    const allowed = await send("/api/v1/mcp/chat", { json: chat("echo", { text: "x" }) });
    assert.equal(allowed.status, 200, await allowed.text());
    const answer = await send("/api/v1/mcp/chat", { json: chat("env", { name: "HOME" }) });
    const text = await answer.text();
    assert.equal(answer.status, 403);
    assert.match(text, /APPROVAL_REQUIRED/);
    assert.match(text, /approval/);
  });

  it("drains within five seconds: a short call gets its answer, a long one and open streams end", async () => {
    const { fetch: send, stop } = await start();
    assert.equal((await send("/api/v1/mcp/chat", { json: chat("echo", { text: "x" }) })).status, 200);
    const events = await send("/api/v1/mcp/events", { headers: { accept: "text/event-stream" } });
    assert.equal(events.status, 200);
    const read = events.text().then(
      () => "over",
      () => "over",
    );
    const short = send("/api/v1/mcp/chat", { json: chat("progress", { steps: 1, everyMs: 800 }) });
    const long = send("/api/v1/mcp/chat", { json: chat("hang") }).then(
      ({ status }) => status,
      () => "cut off",
    );
    await new Promise((done) => setTimeout(done, 300));
    const { ms, code } = await stop();
    assert.ok(ms < 5000, `It took ${ms} ms.`);
    assert.equal(code, 0);
    assert.equal((await short).status, 200);
    assert.notEqual(await long, 200);
    assert.equal(await read, "over");
    await until("no server is left", () => processesWith("HUB_TEST_MARK", mark).length === 0);
  });
});
