import assert from "node:assert/strict";
import { KeptSessions } from "../../../../src/gateway/mcp/legacy/keptSessions";
import type { Session } from "../../../../src/gateway/mcp/legacy/session";
import { withoutLoginShell } from "../../../support/aComposedHub";
import { aGateway, type Gateway, type GatewayOptions } from "../../../support/aGateway";
import { FakeClock } from "../../../support/fakeClock";
import { MapStore } from "../../../support/mapStore";
import { noDefect } from "../../../support/noDefect";
import { openSession, post, type RawSession, read, toolNames } from "../../../support/rawMcp";
import { type ScriptedServer, startScriptedServer, type Talk } from "../../../support/scriptedServer";
import { until } from "../../../support/until";

const ping = { jsonrpc: "2.0", id: 1, method: "ping" };
const minuteMs = 60_000;
const uri = "file:///a";

describe("the sessions of the MCP endpoint, after the hub started again", () => {
  let server: ScriptedServer;
  let store: MapStore;
  let clock: FakeClock;
  const open: Gateway[] = [];
  withoutLoginShell();

  before(async () => {
    const asks = async (_: unknown, talk: Talk) => {
      const params = { message: "Which?", requestedSchema: { type: "object", properties: { a: { type: "string" } } } };
      return { content: [{ type: "text", text: JSON.stringify(await talk.ask("elicitation/create", params)) }] };
    };
    const steps = (_: unknown, talk: Talk) => {
      talk.say("notifications/message", { level: "error", data: "on the way" });
      return { content: [] };
    };
    server = await startScriptedServer(
      { "resources/list": () => ({ resources: [{ uri, name: "a" }] }) },
      { echo: () => ({ content: [{ type: "text", text: "hello" }] }), asks, steps },
    );
  });
  after(() => server.stop());
  beforeEach(() => {
    store = new MapStore();
    clock = new FakeClock();
    clock.pass(1_796_000_000_000);
  });
  afterEach(async () => {
    for (const gateway of open.splice(0)) await gateway.close();
  });

  const start = async (options: GatewayOptions = {}) => {
    const gateway = await aGateway({ one: server.url }, { clock, keptSessions: store, ...options });
    open.push(gateway);
    return gateway;
  };
  /** The same session at the next hub. */
  const at = (gateway: Gateway, session: RawSession) => {
    const send = (body: unknown, more: Record<string, string> = {}) =>
      post(gateway.url, body, { ...session.headers, ...more }, session.headers["x-client"]);
    const listen = async (lastEventId?: string) => {
      const abort = new AbortController();
      const last: Record<string, string> = lastEventId === undefined ? {} : { "last-event-id": lastEventId };
      const headers = { ...session.headers, accept: "text/event-stream", ...last };
      return read(await fetch(gateway.url, { headers, signal: abort.signal }), () => abort.abort());
    };
    return { send, listen };
  };
  const request = (method: string, params = {}) => ({ jsonrpc: "2.0", id: 1, method, params });
  const call = (name: string) => request("tools/call", { name: `one__${name}`, arguments: {} });

  it("go on, also where the hub was killed, for the same client at the same address", async () => {
    const session = await openSession((await start()).url, { client: "mine" });
    const next = await start(); // the first has not ended: nothing was written at its end
    assert.equal((await at(next, session).send(ping, { "x-client": "yours" })).status, 404);
    assert.equal((await post(`${next.url}/one`, ping, session.headers)).status, 404);
    const { result } = await (await at(next, session).send(call("echo"))).last();
    assert.deepEqual(result?.content, [{ type: "text", text: "hello" }]);
    assert.equal(next.door.endpoint.sessions, 1);
    assert.ok(!JSON.stringify([...store.values]).includes(session.id), "the id itself is not kept");
  });

  it("go on in the revision that they began with", async () => {
    const session = await openSession((await start()).url, { version: "2025-03-26" });
    assert.equal((await at(await start(), session).send([ping, { ...ping, id: 2 }])).status, 200);
  });

  it("end with DELETE, for later hubs too", async () => {
    const first = await start();
    const session = await openSession(first.url);
    await first.close();
    const next = await start();
    assert.equal((await fetch(next.url, { method: "DELETE", headers: session.headers })).status, 204);
    await next.close();
    assert.equal((await at(await start(), session).send(ping)).status, 404);
  });

  it("end where the client was away for half an hour, counted from its last message", async () => {
    const first = await start();
    const [quiet, busy] = [
      await openSession(first.url, { client: "a" }),
      await openSession(first.url, { client: "b" }),
    ];
    clock.pass(20 * minuteMs);
    await busy.send(ping);
    await first.close();
    clock.pass(15 * minuteMs);
    const next = await start();
    assert.equal((await at(next, quiet).send(ping)).status, 404);
    assert.equal((await at(next, busy).send(ping)).status, 200);
  });

  it("end where the client may use something else by now, and where its token was revoked", async () => {
    const first = await start();
    const session = await openSession(first.url, { client: "narrow" });
    const revoked = await openSession(first.url, { client: "revoked" });
    await first.close();
    const next = await start({ scopes: { narrow: [{ servers: ["one"] }] } });
    next.door.endpoint.endOf("revoked");
    assert.equal((await at(next, session).send(ping)).status, 404);
    assert.equal((await at(next, revoked).send(ping)).status, 404);
    await next.close();
    assert.deepEqual(store.get("gateway.sessions"), []);
  });

  it("still follow their resources and want their log, and hear that what they know may have changed", async () => {
    const first = await start();
    const session = await openSession(first.url);
    assert.deepEqual((await toolNames(session)).length, 3);
    await session.send(request("resources/subscribe", { uri }));
    await session.send(request("logging/setLevel", { level: "warning" }));
    await first.close();
    const next = await start();
    const stream = await at(next, session).listen();
    const methods = [await stream.next(), await stream.next()].map((one) => one?.method);
    assert.deepEqual(methods, ["notifications/resources/updated", "notifications/tools/list_changed"]);
    server.notify("notifications/resources/updated", { uri });
    assert.deepEqual((await stream.next())?.params, { uri });
    server.notify("notifications/message", { level: "info", data: "too little" });
    server.notify("notifications/message", { level: "warning", data: "enough" });
    assert.equal((await stream.next())?.params?.data, "enough");
    stream.drop();
  });

  it("follow a resource as soon as its server is there", async () => {
    const first = await start();
    const session = await openSession(first.url);
    await session.send(request("resources/subscribe", { uri }));
    await first.close();
    const next = await start();
    await next.composed.hub.disconnect("one");
    const stream = await at(next, session).listen();
    await next.composed.hub.connect("one");
    clock.pass(1000);
    assert.deepEqual((await stream.next())?.params, { uri });
    stream.drop();
  });

  it("take no event and no answer of before for one of now", async () => {
    const first = await start();
    const session = await openSession(first.url, { capabilities: { elicitation: {} } });
    const asked = await session.call("one__asks");
    const question = await asked.next();
    await first.close();
    const next = at(await start(), session);
    const again = await next.send(call("asks"));
    const second = await again.next();
    assert.notEqual(second?.id, question?.id);
    await next.send({ jsonrpc: "2.0", id: question?.id, result: { action: "decline" } });
    await next.send({ jsonrpc: "2.0", id: second?.id, result: { action: "accept", content: { a: "now" } } });
    assert.match(JSON.stringify((await again.last()).result), /accept.*now/);
    assert.ok(!again.eventIds.some((id) => asked.eventIds.includes(id)), "events have other ids");
    const stream = await next.listen(asked.eventIds.at(-1));
    assert.equal(stream.status, 200);
    stream.drop();
  });

  it("remember whose results they have read: the question about a write still comes", async () => {
    const first = await start();
    const session = await openSession(first.url);
    first.composed.read.note(session.id, "one", "other");
    await first.close();
    const next = await start();
    await at(next, session).send(ping);
    assert.deepEqual(next.composed.read.of(session.id), ["one", "other"]);
  });

  it("are written at once, and then at most once in a second", async () => {
    const { url } = await start();
    const sessions = await Promise.all(Array.from({ length: 20 }, () => openSession(url)));
    assert.equal(store.writes, 1);
    clock.pass(1000);
    await until("all are written", () => (store.get("gateway.sessions") as unknown[]).length === sessions.length);
    assert.equal(store.writes, 2);
    clock.pass(10_000);
    assert.equal(store.writes, 2);
  });

  it("start over where what is stored is of another version, or no sessions at all", async () => {
    const session = await openSession((await start()).url);
    const [kept] = store.get("gateway.sessions") as Record<string, unknown>[];
    await store.set("gateway.sessions", [{ ...kept, usedAt: "x" }, 1, null]);
    assert.equal((await at(await start(), session).send(ping)).status, 404);
    await store.set("gateway.sessions", "nothing");
    await start();
  });
});

describe("the writing of the sessions", () => {
  const key = "gateway.sessions";
  const client = { id: "mine", scopes: [] };
  const session = (id: string, usedAt: number, uris: readonly string[] = []) =>
    ({
      facts: { id, path: "/mcp", protocolVersion: "2025-11-25", clientInfo: { name: id, version: "1" }, can: {} },
      ...{ client, usedAt, lists: { known: [] }, resources: { uris } },
    }) as unknown as Session;
  const world = (open: readonly Session[]) => {
    const [store, clock] = [new MapStore(), new FakeClock()];
    const read = { of: () => [], note: () => {} };
    const kept = new KeptSessions({ state: store, read }, { clock, report: noDefect }, minuteMs, () => open);
    const names = () => (store.get(key) as { clientInfo: { name: string } }[]).map(({ clientInfo }) => clientInfo.name);
    return { store, clock, kept, names };
  };

  it("leaves nothing to do once it has ended", () => {
    const { kept, clock, store } = world([session("a", 1)]);
    kept.dispose();
    assert.deepEqual([store.writes, clock.background + clock.waiting], [1, 0]);
    kept.changed();
    kept.dispose();
    assert.equal(clock.background + clock.waiting, 0);
  });

  it("has the session that was used last first, and drops the oldest where there is too much", () => {
    const long = [`file:///${"x".repeat(900_000)}`];
    const all = world([session("old", 1), session("new", 3), session("middle", 2)]);
    all.kept.changed();
    assert.deepEqual(all.names(), ["new", "middle", "old"]);
    const much = world([session("old", 1, long), session("new", 3, long), session("middle", 2, long)]);
    much.kept.changed();
    assert.deepEqual(much.names(), ["new", "middle"]);
  });
});
