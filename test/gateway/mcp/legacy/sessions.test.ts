import assert from "node:assert/strict";
import { withoutLoginShell } from "../../../support/aComposedHub";
import { aGateway, type Gateway } from "../../../support/aGateway";
import { FakeClock } from "../../../support/fakeClock";
import { openSession, post } from "../../../support/rawMcp";
import { gate, type ScriptedServer, startScriptedServer } from "../../../support/scriptedServer";
import { until } from "../../../support/until";

const ping = { jsonrpc: "2.0", id: 1, method: "ping" };
const minuteMs = 60_000;

describe("the sessions of the MCP endpoint", () => {
  let server: ScriptedServer;
  let gateway: Gateway;
  const clock = new FakeClock();
  const slow = gate();
  withoutLoginShell();

  before(async () => {
    const content = [{ type: "text", text: "hello" }];
    server = await startScriptedServer(
      { "resources/list": () => ({ resources: [{ uri: "a://b", name: "b" }] }) },
      { echo: () => ({ content }), slow: () => slow.opened.then(() => ({ content })) },
    );
    gateway = await aGateway({ one: server.url }, { clock, limits: { sessions: 20, bodyBytes: 100_000 } });
  });
  after(async () => {
    await gateway.close();
    await server.stop();
  });

  it("are bounded for clients that never end one", async function () {
    this.timeout(120_000);
    const open = await openSession(gateway.url, { client: "many" });
    const streams: { readonly isOpen: boolean }[] = [];
    const two = async () => {
      await (await post(gateway.url, initialize, {}, "many")).all();
      streams.push(await openSessionQuickly(gateway.url, "many"));
    };
    for (let at = 0; at < 50; at++) await Promise.all(Array.from({ length: 20 }, two));
    assert.equal(streams.length, 1000);
    assert.equal(gateway.door.endpoint.sessions, 20);
    assert.equal((await open.send(ping)).status, 404, "the oldest made room");
    // The streams of sessions that made room have ended: only those of the others are open.
    await until("the streams are closed", () => streams.filter(({ isOpen }) => isOpen).length <= 20);
    gateway.door.endpoint.endOf("many");
    assert.equal(gateway.door.endpoint.sessions, 0);
  });

  it("end half an hour after the last message of their client, also while a stream is open", async () => {
    const quiet = await openSession(gateway.url, { client: "quiet" });
    const stream = await quiet.listen();
    const busy = await openSession(gateway.url, { client: "busy" });
    clock.pass(20 * minuteMs);
    assert.equal((await busy.send(ping)).status, 200);
    clock.pass(12 * minuteMs);
    assert.deepEqual(await stream.all(), []);
    assert.equal((await quiet.send(ping)).status, 404);
    assert.equal((await busy.send(ping)).status, 200);
    gateway.door.endpoint.endOf("busy");
  });

  it("do not end while a request of their client is running", async () => {
    const session = await openSession(gateway.url, { client: "patient" });
    const from = server.heard.length;
    const call = session.call("one__slow");
    await until("the call is there", () => server.heard.slice(from).some(({ method }) => method === "tools/call"));
    clock.pass(40 * minuteMs);
    slow.open();
    assert.deepEqual((await (await call).last()).result?.content, [{ type: "text", text: "hello" }]);
    assert.equal((await session.send(ping)).status, 200);
    gateway.door.endpoint.endOf("patient");
  });

  it("tell with their next stream what changed while none was open", async () => {
    const subscribe = { jsonrpc: "2.0", id: 1, method: "resources/subscribe", params: { uri: "a://b" } };
    const [away, there] = await Promise.all(
      ["away", "there"].map(async (client) => {
        const session = await openSession(gateway.url, { client });
        assert.deepEqual((await (await session.send(subscribe)).last()).result, {});
        return session;
      }),
    );
    const heard = await there?.listen();
    await server.listenedTo();
    server.notify("notifications/resources/updated", { uri: "a://b" });
    assert.equal((await heard?.next())?.method, "notifications/resources/updated");
    const late = await away?.listen();
    assert.deepEqual((await late?.next())?.params, { uri: "a://b" });
    for (const client of ["away", "there"]) gateway.door.endpoint.endOf(client);
  });

  it("are gone after DELETE", async () => {
    const session = await openSession(gateway.url);
    const response = await fetch(gateway.url, { method: "DELETE", headers: session.headers });
    assert.equal(response.status, 204);
    const after = await session.send(ping);
    assert.equal(after.status, 404);
    assert.match(String((await after.last()).error?.message), /initialize/);
  });

  it("belong to one client at one address", async () => {
    const session = await openSession(gateway.url, { client: "mine" });
    assert.equal((await post(gateway.url, ping, { ...session.headers, "x-client": "yours" })).status, 404);
    assert.equal((await post(`${gateway.url}/one`, ping, session.headers)).status, 404);
    assert.equal((await session.send(ping)).status, 200);
  });

  it("start over where the same client initializes again", async () => {
    const first = await openSession(gateway.url);
    const second = await openSession(gateway.url);
    assert.notEqual(first.id, second.id);
    assert.match(second.id, /^[\x21-\x7e]{20,}$/);
    assert.equal((await first.send(ping)).status, 200);
  });

  it("are not needed for a single request, and are needed for what lasts", async () => {
    const before = gateway.door.endpoint.sessions;
    const call = { jsonrpc: "2.0", id: "", method: "tools/call", params: { name: "one__echo" } };
    const { id, result } = await (await post(gateway.url, call)).last();
    assert.equal(id, "");
    assert.deepEqual(result?.content, [{ type: "text", text: "hello" }]);
    assert.equal(gateway.door.endpoint.sessions, before);
    const level = { jsonrpc: "2.0", id: 1, method: "logging/setLevel", params: { level: "info" } };
    assert.ok((await (await post(gateway.url, level)).last()).error);
    const headers = { accept: "text/event-stream" };
    for (const method of ["GET", "DELETE"]) {
      const response = await fetch(gateway.url, { method, headers });
      assert.equal(response.status, 400, method);
      await response.body?.cancel();
    }
  });

  for (const [version, status] of [
    ["2025-03-26", 200],
    ["2025-11-25", 400],
  ] as const)
    it(`take several messages in one body: ${status} in revision ${version}`, async () => {
      const session = await openSession(gateway.url, { version });
      const call = (id: unknown) => ({ jsonrpc: "2.0", id, method: "tools/call", params: { name: "one__echo" } });
      const answer = await session.send([call(1), call("1"), { jsonrpc: "2.0", method: "notifications/x" }]);
      assert.equal(answer.status, status);
      if (status === 400) return;
      const answers = JSON.parse(await answer.text());
      assert.deepEqual(new Set(answers.map(({ id }: { id: unknown }) => id)), new Set([1, "1"]));
      const hundred = Array.from({ length: 100 }, (_, id) => ({ ...ping, id }));
      assert.equal((await session.send(hundred)).status, 200);
      assert.equal((await session.send([...hundred, ping])).status, 400);
      assert.equal((await session.send([])).status, 400);
    });

  it("refuse what is no message, in words and codes of the protocol", async () => {
    const session = await openSession(gateway.url);
    const long = JSON.stringify({ ...ping, params: { long: "x".repeat(100_000) } });
    for (const [body, status, code] of [
      ["{not json", 400, -32700],
      ["", 400, -32700],
      [JSON.stringify({ id: 1, method: "ping" }), 400, -32600],
      [JSON.stringify({ jsonrpc: "2.0", id: null, method: "ping" }), 400, -32600],
      [JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping", params: [] }), 400, -32600],
      [JSON.stringify({ jsonrpc: "2.0", id: 1, method: "none/such" }), 200, -32601],
      [JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: {} }), 200, -32602],
      [JSON.stringify({ jsonrpc: "2.0", id: 1, method: "__proto__" }), 200, -32601],
      [long, 413, undefined],
    ] as const) {
      const answer = await session.send(body);
      assert.equal(answer.status, status, body.slice(0, 60));
      const { error } = await answer.last();
      assert.ok(error);
      if (code !== undefined) assert.equal(error.code, code, body.slice(0, 60));
    }
    assert.equal((await session.send(ping)).status, 200, "the session goes on");
  });

  it("refuse a revision that is none", async () => {
    const session = await openSession(gateway.url);
    const version = (value: string) => post(gateway.url, ping, { ...session.headers, "mcp-protocol-version": value });
    assert.equal((await version("1999-01-01")).status, 400);
    const modern = await version("2026-07-28");
    assert.equal(modern.status, 400);
    assert.equal((await modern.last()).error?.code, -32602);
    const headers = { accept: "text/event-stream", "mcp-protocol-version": "2026-07-28" };
    assert.equal((await fetch(gateway.url, { headers })).status, 405);
    assert.equal((await fetch(gateway.url)).status, 405, "without an Accept for streams");
    assert.equal((await fetch(gateway.url, { method: "PUT" })).status, 405);
  });
});

const initialize = {
  jsonrpc: "2.0",
  id: 0,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "c", version: "1" } },
};

/** A session with an open stream, of which it is known whether it has ended. */
async function openSessionQuickly(url: string, client: string): Promise<{ readonly isOpen: boolean }> {
  const answer = await post(url, initialize, {}, client);
  await answer.all();
  const headers = { "mcp-session-id": answer.headers.get("mcp-session-id") ?? "", "x-client": client };
  const response = await fetch(url, { headers: { ...headers, accept: "text/event-stream" } });
  const state = { isOpen: true };
  const reader = response.body?.getReader();
  const ended = () => {
    state.isOpen = false;
  };
  const pump = (): Promise<void> =>
    reader?.read().then(({ done }) => (done ? ended() : pump()), ended) ?? Promise.resolve();
  void pump();
  return state;
}
