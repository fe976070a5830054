import assert from "node:assert/strict";
import { withoutLoginShell } from "../../support/aComposedHub";
import { aGateway, type Gateway } from "../../support/aGateway";
import { FakeClock } from "../../support/fakeClock";
import { modernPost, openSession } from "../../support/rawMcp";
import { type ScriptedServer, startScriptedServer } from "../../support/scriptedServer";
import { until } from "../../support/until";

const form = { message: "Which?", requestedSchema: { type: "object", properties: { a: { type: "string" } } } };
const forms = { elicitation: {} };

describe("a question of a server that nobody answers, because its client has left", () => {
  let server: ScriptedServer;
  let gateway: Gateway;
  /** What the server got for its question, and for its call. */
  const answers: unknown[] = [];
  const clock = new FakeClock();
  withoutLoginShell();

  before(async () => {
    server = await startScriptedServer(
      {},
      {
        ask: async (_, { ask }) => {
          answers.push(await ask("elicitation/create", form));
          return { content: [] };
        },
        plain: () => ({ content: [] }),
      },
    );
    gateway = await aGateway({ one: server.url, narrow: { url: server.url, maxConcurrentCalls: 1 } }, { clock });
  });
  beforeEach(() => {
    answers.length = 0;
  });
  after(async () => {
    await gateway.close();
    await server.stop();
  });

  const cancels = () => server.heard.filter(({ method }) => method === "notifications/cancelled").length;
  const failed = () => until("the server hears that nobody answers", () => answers[0] ?? false);

  it("ends after half a minute where the client may still come back, and its call with it", async () => {
    const before = cancels();
    const session = await openSession(gateway.url, { client: "lost", capabilities: forms });
    const call = await session.call("one__ask");
    assert.equal((await call.next())?.method, "elicitation/create");
    const timers = clock.background;
    call.drop();
    await until("the endpoint knows", () => clock.background > timers);
    clock.pass(29_000);
    assert.deepEqual([cancels(), answers.length], [before, 0]);
    clock.pass(2000);
    await until("the server hears that the call is cancelled", () => cancels() > before);
  });

  it("ends at once with the token of the client", async () => {
    const before = cancels();
    const session = await openSession(gateway.url, { client: "revoked", capabilities: forms });
    const call = await session.call("one__ask");
    assert.equal((await call.next())?.method, "elicitation/create");
    gateway.door.endpoint.endOf("revoked");
    await until("the server hears that the call is cancelled", () => cancels() > before);
    await call.all();
  });

  it("ends after ten minutes in the revision without a handshake, and its call with it", async () => {
    const asked = await (
      await modernPost(gateway.url, "tools/call", { name: "one__ask", arguments: {} }, { capabilities: forms })
    ).last();
    assert.equal(asked.result?.resultType, "input_required");
    const before = cancels();
    clock.pass(9 * 60_000);
    assert.deepEqual([cancels(), answers.length], [before, 0]);
    clock.pass(2 * 60_000);
    await until("the server hears of it", () => cancels() > before || answers.length > 0);
    const retry = { requestState: asked.result?.requestState, inputResponses: {} };
    const late = await (
      await modernPost(
        gateway.url,
        "tools/call",
        { name: "one__ask", arguments: {}, ...retry },
        { capabilities: forms },
      )
    ).last();
    assert.match(String(late.error?.message), /too late/);
  });

  it("takes no place at its server from the calls of others, and has one again once it is answered", async () => {
    const held = { name: "narrow__ask", arguments: {} };
    const first = await (await modernPost(gateway.url, "tools/call", held, { capabilities: forms })).last();
    assert.equal(first.result?.resultType, "input_required");
    const other = await openSession(gateway.url, { client: "other" });
    assert.deepEqual((await (await other.call("narrow__plain")).last()).result?.content, []);
    const { requestState, inputRequests = {} } = first.result ?? {};
    const inputResponses = Object.fromEntries(
      Object.keys(Object(inputRequests)).map((key) => [key, { action: "decline" }]),
    );
    const retry = { ...held, requestState, inputResponses };
    const last = await (await modernPost(gateway.url, "tools/call", retry, { capabilities: forms })).last();
    assert.deepEqual(last.result?.content, []);
    assert.deepEqual(answers, [{ action: "decline" }]);
  });

  it("ends at once where the client of that revision goes while it waits", async () => {
    const { result } = await (
      await modernPost(gateway.url, "tools/call", { name: "one__ask", arguments: {} }, { capabilities: forms })
    ).last();
    const before = cancels();
    gateway.door.endpoint.endOf("one");
    await until("the server hears of it", () => cancels() > before || answers.length > 0);
    const retry = { requestState: result?.requestState, inputResponses: {} };
    const late = await (
      await modernPost(
        gateway.url,
        "tools/call",
        { name: "one__ask", arguments: {}, ...retry },
        { capabilities: forms },
      )
    ).last();
    assert.match(String(late.error?.message), /too late/);
  });

  it("goes on until it is answered where the client stays", async () => {
    const session = await openSession(gateway.url, { client: "patient", capabilities: forms });
    const call = await session.call("one__ask");
    const question = await call.next();
    clock.pass(60_000);
    await session.send({ jsonrpc: "2.0", id: question?.id, result: { action: "decline" } });
    assert.deepEqual(await failed(), { action: "decline" });
    assert.deepEqual((await call.last()).result?.content, []);
  });
});
