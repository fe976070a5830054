import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort } from "../support/freePort";
import { modernPost, openSession, post } from "../support/rawMcp";
import { type Served, startServe } from "../support/startServe";

/** The gateway is killed and started again: clients that were told its address once go on. */
describe("mcp-client-hub serve, after it was killed", function () {
  this.timeout(60_000);
  let folder: string;
  let port: number;
  let served: Served;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mcph-again-"));
    port = await freePort();
    const fixture = { command: process.execPath, args: [resolve("test/support/fixtureServer.mjs")] };
    const later = { ...fixture, start: "lazy" };
    await writeFile(join(folder, "servers.json"), JSON.stringify({ servers: { fixture, later } }));
  });
  after(async () => {
    await served.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async () => {
    const [config, token] = [join(folder, "servers.json"), join(folder, "token")];
    const env = { XDG_STATE_HOME: folder, HOME: folder };
    served = await startServe({ env }, "--config", config, "--token-file", token, "--port", String(port));
    return served;
  };

  it("has the same address and token, and knows its sessions: no client notices anything", async () => {
    const first = await start();
    const headers = { authorization: `Bearer ${first.token}` };
    const url = `${first.url}/mcp`;
    const session = await openSession(url, { headers });
    const call = { name: "fixture__echo", arguments: { text: "hello" } };
    const answers = async () => (await (await modernPost(url, "tools/call", call, { headers })).last()).result?.content;
    assert.deepEqual(await answers(), [{ type: "text", text: "hello" }]);

    const gone = once(first.process, "exit");
    first.process.kill("SIGKILL");
    await gone;
    const second = await start();
    assert.deepEqual([second.url, second.token], [first.url, first.token]);
    assert.deepEqual(await answers(), [{ type: "text", text: "hello" }]);
    const { result } = await (await session.call("fixture__echo", { text: "again" })).last();
    assert.deepEqual(result?.content, [{ type: "text", text: "again" }]);
    const unknown = await post(url, { jsonrpc: "2.0", id: 1, method: "ping" }, { ...headers, "mcp-session-id": "no" });
    assert.equal(unknown.status, 404);
    assert.match(await unknown.text(), /Send initialize/);
  });

  it("knows what a server offers that starts at its first use, also before that", async () => {
    const headers = { authorization: `Bearer ${served.token}` };
    const listed = async () => {
      const { result } = await (await modernPost(`${served.url}/mcp`, "tools/list", {}, { headers })).last();
      const { tools } = result as { tools: { name: string }[] };
      return tools.filter(({ name }) => name === "later__echo").length;
    };
    const call = { name: "later__echo", arguments: { text: "hello" } };
    await (await modernPost(`${served.url}/mcp`, "tools/call", call, { headers })).last();
    assert.equal(await listed(), 1);
    await served.stop();
    const { url, token } = await start();
    assert.equal(await listed(), 1);
    const states = await fetch(`${url}/api/v1/mcp/servers`, { headers: { authorization: `Bearer ${token}` } });
    const { servers } = (await states.json()) as { servers: { id: string; status: string }[] };
    assert.equal(servers.find(({ id }) => id === "later")?.status, "stopped");
  });

  it("says where the port is taken, and takes nothing over", async () => {
    const before = served;
    await assert.rejects(
      startServe(
        {},
        "--config",
        join(folder, "servers.json"),
        "--token-file",
        join(folder, "other"),
        "--port",
        `${port}`,
      ),
      /another program uses it/,
    );
    const ping = { jsonrpc: "2.0", id: 1, method: "ping" };
    const answer = await post(`${before.url}/mcp`, ping, { authorization: `Bearer ${before.token}` });
    assert.equal(answer.status, 200);
  });
});
