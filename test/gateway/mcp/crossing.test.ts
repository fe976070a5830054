import assert from "node:assert/strict";
import { withoutLoginShell } from "../../support/aComposedHub";
import { aGateway, type Gateway } from "../../support/aGateway";
import { modernPost, openSession, type RawAnswer } from "../../support/rawMcp";
import { gate, type ScriptedServer, startScriptedServer, type Talk } from "../../support/scriptedServer";
import { until } from "../../support/until";

const said = (text: string) => ({ content: [{ type: "text", text }] });
const form = { message: "Which?", requestedSchema: { type: "object", properties: { a: { type: "string" } } } };
const forms = { elicitation: {} };

describe("two clients of the MCP endpoint at the same server", () => {
  let server: ScriptedServer;
  let gateway: Gateway;
  /** The calls of `wait` that have not been answered, by their argument. */
  const waiting = new Map<string, { readonly talk: Talk; readonly finish: (text: string) => void }>();
  withoutLoginShell();

  before(async () => {
    server = await startScriptedServer(
      {},
      {
        wait: ({ who }, talk) => {
          const done = gate<string>();
          waiting.set(String(who), { talk, finish: done.open });
          return done.opened.then(said);
        },
        ask: async (_, { ask }) => said(JSON.stringify(await ask("elicitation/create", form))),
        log: ({ data }, { say }) => {
          say("notifications/message", { level: "info", data });
          return said("logged");
        },
      },
    );
    gateway = await aGateway({ one: server.url });
  });
  after(async () => {
    await gateway.close();
    await server.stop();
  });

  const started = (who: string) => until(`the call of ${who} is there`, () => waiting.get(who) ?? false);
  const progress = (talk: Talk, n: number) => {
    const { progressToken } = (talk.params._meta ?? {}) as { progressToken?: unknown };
    talk.say("notifications/progress", { progressToken, progress: n });
    return progressToken;
  };

  it("share no id and no progress token, though theirs are the same", async () => {
    const [a, b] = await Promise.all([
      openSession(gateway.url, { client: "a" }),
      openSession(gateway.url, { client: "b" }),
    ]);
    const meta = { progressToken: "t" };
    const answers = Promise.all([
      a.call("one__wait", { who: "a" }, 1, meta),
      b.call("one__wait", { who: "b" }, 1, meta),
      b.call("one__wait", { who: "c" }, "1", meta),
    ]);
    const [atA, atB, atC] = await Promise.all([started("a"), started("b"), started("c")]);
    const tokens = [progress(atA.talk, 1), progress(atB.talk, 2), progress(atC.talk, 3)];
    assert.equal(new Set(tokens).size, 3, "each has a token of its own");
    const [toA, toB, toC] = await answers;
    const heard = async (answer: RawAnswer) => (await answer.next())?.params;
    assert.deepEqual(await heard(toA), { progressToken: "t", progress: 1 });
    assert.deepEqual(await heard(toB), { progressToken: "t", progress: 2 });
    assert.deepEqual(await heard(toC), { progressToken: "t", progress: 3 });
    atC.finish("for c");
    atB.finish("for b");
    atA.finish("for a");
    for (const [answer, id, text] of [
      [toA, 1, "for a"],
      [toB, 1, "for b"],
      [toC, "1", "for c"],
    ] as const) {
      const last = await answer.last();
      assert.deepEqual([last.id, last.result], [id, said(text)]);
    }
  });

  it("may use any id and token that JSON-RPC has", async () => {
    const session = await openSession(gateway.url);
    for (const [id, progressToken] of [
      [0, 0],
      ["", ""],
      [-1, 1],
    ]) {
      const who = `id ${JSON.stringify(id)}`;
      const answer = session.call("one__wait", { who }, id, { progressToken });
      const call = await started(who);
      progress(call.talk, 1);
      call.finish(who);
      const [heard, result] = await (await answer).all();
      assert.deepEqual(heard?.params, { progressToken, progress: 1 });
      assert.deepEqual([result?.id, result?.result], [id, said(who)]);
    }
  });

  it("cancel their own requests alone", async () => {
    const [a, b] = await Promise.all([
      openSession(gateway.url, { client: "a" }),
      openSession(gateway.url, { client: "b" }),
    ]);
    const answers = [a.call("one__wait", { who: "stop" }, 7), b.call("one__wait", { who: "go" }, 7)] as const;
    await Promise.all([started("stop"), started("go")]);
    await a.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 7 } });
    assert.ok((await (await answers[0]).last()).error);
    const cancelled = await until(
      "the server hears it",
      () => server.heard.find(({ method }) => method === "notifications/cancelled") ?? false,
    );
    const stopped = server.heard.find(({ params }) => (params.arguments as { who?: string })?.who === "stop");
    assert.equal(cancelled.params.requestId, stopped?.id);
    waiting.get("go")?.finish("went");
    assert.deepEqual((await (await answers[1]).last()).result, said("went"));
    assert.equal(
      cancelled,
      server.heard.findLast(({ method }) => method === "notifications/cancelled"),
    );
  });

  it("may use an id again while it is in use", async () => {
    const session = await openSession(gateway.url);
    const first = session.call("one__wait", { who: "first" }, 5);
    await started("first");
    const second = session.call("one__wait", { who: "second" }, 5);
    await started("second");
    waiting.get("first")?.finish("1");
    assert.deepEqual((await (await first).last()).result, said("1"));
    await session.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 5 } });
    assert.ok((await (await second).last()).error);
  });

  it("hear the log messages of their own requests alone, once they want any", async () => {
    const [a, b] = await Promise.all([
      openSession(gateway.url, { client: "a" }),
      openSession(gateway.url, { client: "b" }),
    ]);
    const idle = await a.listen();
    for (const { send } of [a, b])
      await send({ jsonrpc: "2.0", id: 1, method: "logging/setLevel", params: { level: "info" } });
    await until("the server knows the level", () => server.heard.some(({ method }) => method === "logging/setLevel"));
    const messages = await (await b.call("one__log", { data: "of b" })).all();
    assert.deepEqual(messages[0]?.params, { level: "info", data: "of b" });
    assert.equal(messages.length, 2);
    const modern = await modernPost(
      gateway.url,
      "tools/call",
      { name: "one__log", arguments: { data: "modern" } },
      {
        meta: { "io.modelcontextprotocol/logLevel": "debug" },
      },
    );
    assert.deepEqual((await modern.next())?.params, { level: "info", data: "modern" });
    const quiet = await modernPost(gateway.url, "tools/call", { name: "one__log", arguments: { data: "unwanted" } });
    assert.equal((await quiet.all()).length, 1);
    gateway.door.endpoint.endOf("a");
    const others = (await idle.all()).map(({ params }) => params?.data);
    assert.ok(!others.includes("of b") && !others.includes("modern"), others.join());
  });

  it("are asked on the stream of their own call, each by itself", async () => {
    const sessions = await Promise.all(
      ["a", "b"].map((client) => openSession(gateway.url, { client, capabilities: forms })),
    );
    const calls = await Promise.all(sessions.map((session) => session.call("one__ask")));
    const questions = await Promise.all(calls.map((call) => call.next()));
    for (const question of questions) assert.equal(question?.method, "elicitation/create");
    for (const [at, session] of sessions.entries()) {
      const result = { action: "accept", content: { a: `from ${at}` } };
      const answer = await session.send({ jsonrpc: "2.0", id: questions[at]?.id, result });
      assert.equal(answer.status, 202);
    }
    for (const [at, call] of calls.entries())
      assert.deepEqual(
        (await call.last()).result,
        said(JSON.stringify({ action: "accept", content: { a: `from ${at}` } })),
      );
  });

  it("cannot answer what the other was asked", async () => {
    const [a, b] = await Promise.all(
      ["a", "b"].map((client) => openSession(gateway.url, { client, capabilities: forms })),
    );
    assert.ok(a && b);
    const call = await a.call("one__ask");
    const question = await call.next();
    await b.send({ jsonrpc: "2.0", id: question?.id, result: { action: "accept", content: { a: "stolen" } } });
    await a.send({ jsonrpc: "2.0", id: question?.id, result: { action: "decline" } });
    assert.deepEqual((await call.last()).result, said(JSON.stringify({ action: "decline" })));
  });

  it("tell a server only what they can: one without forms is never asked", async () => {
    const before = server.heard.length;
    const plain = await openSession(gateway.url, { client: "plain" });
    const { result } = await (await plain.call("one__ask")).last();
    assert.match(JSON.stringify(result), /error/);
    const call = server.heard.slice(before).find(({ method }) => method === "tools/call");
    const declaredIn = (session: string | undefined) =>
      server.heard.find((one) => one.method === "initialize" && one.session === session)?.params.capabilities as object;
    assert.ok(!("elicitation" in declaredIn(call?.session)));
    const able = await openSession(gateway.url, { client: "able", capabilities: forms });
    const asked = await able.call("one__ask");
    const question = await asked.next();
    assert.ok("elicitation" in declaredIn(server.heard.findLast(({ method }) => method === "tools/call")?.session));
    await able.send({ jsonrpc: "2.0", id: question?.id, result: { action: "cancel" } });
    await asked.all();
  });

  it("take the question back when its asker has gone", async () => {
    const session = await openSession(gateway.url, { client: "a", capabilities: forms });
    const call = await session.call("one__ask", {}, 9);
    const question = await call.next();
    await session.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 9 } });
    const rest = await call.all();
    const taken = rest.find(({ method }) => method === "notifications/cancelled");
    assert.deepEqual(taken?.params, { requestId: question?.id });
    assert.equal((await session.send({ jsonrpc: "2.0", id: question?.id, result: { action: "decline" } })).status, 202);
  });
});
