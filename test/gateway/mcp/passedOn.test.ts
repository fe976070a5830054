import assert from "node:assert/strict";
import { withoutLoginShell } from "../../support/aComposedHub";
import { aGateway, type Gateway } from "../../support/aGateway";
import { openSession } from "../../support/rawMcp";
import { gate, type ScriptedServer, startScriptedServer } from "../../support/scriptedServer";
import { until } from "../../support/until";

const done = { content: [{ type: "text", text: "done" }] };
const complete = "notifications/elicitation/complete";
const link = (elicitationId: string) => ({
  mode: "url",
  message: "Look there.",
  url: "https://example.com/there",
  elicitationId,
});
const urls = { elicitation: { url: {} } };
const forms = { elicitation: { form: {} } };

/** What servers and single clients tell each other between and beside requests. */
describe("what a client and a server tell each other through the MCP endpoint", () => {
  let server: ScriptedServer;
  let gateway: Gateway;
  let finish = gate();
  withoutLoginShell();

  before(async () => {
    server = await startScriptedServer(
      { "resources/list": () => ({ resources: [{ uri: "a://b", name: "b" }] }) },
      {
        plain: () => done,
        opens: async (_, { ask, say }) => {
          await ask("elicitation/create", link("during"));
          say(complete, { elicitationId: "of another" });
          say(complete, { elicitationId: "during" });
          await finish.opened;
          return done;
        },
        leaves: async (_, { ask }) => {
          await ask("elicitation/create", link("after"));
          return done;
        },
      },
    );
    gateway = await aGateway({ one: server.url });
  });
  beforeEach(() => {
    finish = gate();
  });
  after(async () => {
    await gateway.close();
    await server.stop();
  });

  const heard = (method: string) => server.heard.filter((one) => one.method === method);
  /** The session at the server in which a client's latest call came. */
  const lastSession = () => heard("tools/call").at(-1)?.session ?? assert.fail("no call");

  it("is that the folders of a client changed, to the connection of that client alone", async () => {
    const roots = { roots: { listChanged: true } };
    const [a, b] = await Promise.all(
      ["a", "b"].map((client) => openSession(gateway.url, { client, capabilities: roots })),
    );
    const own: string[] = [];
    for (const session of [a, b]) {
      await (await session?.call("one__plain"))?.all();
      own.push(lastSession());
    }
    assert.equal(new Set(own).size, 2);
    await b?.send({ jsonrpc: "2.0", method: "notifications/roots/list_changed" });
    await until("the server hears it", () => heard("notifications/roots/list_changed").length > 0);
    assert.deepEqual(
      heard("notifications/roots/list_changed").map(({ session }) => session),
      [own[1]],
    );
  });

  it("is nothing of folders from a client that has none", async () => {
    const before = heard("notifications/roots/list_changed").length;
    const session = await openSession(gateway.url, { client: "rootless", capabilities: forms });
    await (await session.call("one__plain")).all();
    await session.send({ jsonrpc: "2.0", method: "notifications/roots/list_changed" });
    await (await session.call("one__plain")).all();
    assert.equal(heard("notifications/roots/list_changed").length, before);
  });

  it("is that an address has been dealt with, on the stream of the call that asked for it, and to nobody else", async () => {
    const [client, other] = [
      await openSession(gateway.url, { client: "opener", capabilities: urls }),
      await openSession(gateway.url, { client: "bystander", capabilities: urls }),
    ];
    const listening = await other.listen();
    const call = await client.call("one__opens");
    const question = await call.next();
    assert.equal(question?.params?.elicitationId, "during");
    await client.send({ jsonrpc: "2.0", id: question?.id, result: { action: "accept" } });
    const told = await call.next();
    assert.deepEqual([told?.method, told?.params], [complete, { elicitationId: "during" }]);
    finish.open();
    assert.deepEqual((await call.last()).result, done);
    server.notify("notifications/tools/list_changed", {});
    gateway.door.endpoint.endOf("bystander");
    assert.deepEqual(
      (await listening.all()).filter(({ method }) => method === complete),
      [],
    );
  });

  it("is the same after the call, as soon as the client has a stream for it", async () => {
    const client = await openSession(gateway.url, { client: "late", capabilities: urls });
    const call = await client.call("one__leaves");
    const question = await call.next();
    const session = lastSession();
    await client.send({ jsonrpc: "2.0", id: question?.id, result: { action: "accept" } });
    await call.all();
    await server.listenedTo(session);
    const came = until("the hub has it", () =>
      gateway.events.some((event) => event.type === "server.notification" && event.method === complete),
    );
    server.notify(complete, { elicitationId: "after" }, session);
    await came;
    const told = await (await client.listen()).next();
    assert.deepEqual([told?.method, told?.params], [complete, { elicitationId: "after" }]);
  });

  it("is the change of a resource, once to each client that follows it, over the client's own connection", async () => {
    const [own, shared] = [
      await openSession(gateway.url, { client: "own", capabilities: forms }),
      await openSession(gateway.url, { client: "shared" }),
    ];
    await (await own.call("one__plain")).all();
    const session = lastSession();
    for (const one of [own, shared])
      await (await one.send({ jsonrpc: "2.0", id: 1, method: "resources/subscribe", params: { uri: "a://b" } })).all();
    await until("the server is asked by both", () => heard("resources/subscribe").length === 2);
    const sessions = heard("resources/subscribe").map((one) => one.session);
    assert.ok(sessions.includes(session) && new Set(sessions).size === 2, JSON.stringify(sessions));
    const [toOwn, toShared] = [await own.listen(), await shared.listen()];
    const update = (n: number, at?: string) =>
      server.notify("notifications/resources/updated", { uri: "a://b", n }, at);
    await Promise.all(sessions.map((one) => server.listenedTo(one)));
    update(1, session);
    update(2);
    assert.deepEqual([(await toOwn.next())?.params?.n, (await toOwn.next())?.params?.n], [1, 2]);
    assert.equal((await toShared.next())?.params?.n, 2, "what the own connection said is for its client alone");
  });
});
