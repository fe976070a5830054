import assert from "node:assert/strict";
import { withoutLoginShell } from "../../support/aComposedHub";
import { aGateway, type Gateway } from "../../support/aGateway";
import { FakeClock } from "../../support/fakeClock";
import { modernPost, openSession, type RawSession } from "../../support/rawMcp";
import { gate, type ScriptedServer, startScriptedServer, type Talk } from "../../support/scriptedServer";
import { until } from "../../support/until";

const said = (text: string) => ({ content: [{ type: "text", text }] });

describe("a client of the MCP endpoint that loses its connection", () => {
  let server: ScriptedServer;
  let gateway: Gateway;
  let calls: { readonly talk: Talk; readonly finish: (text: string) => void }[] = [];
  const clock = new FakeClock();
  withoutLoginShell();

  before(async () => {
    server = await startScriptedServer(
      {},
      {
        wait: (_, talk) => {
          const done = gate<string>();
          calls.push({ talk, finish: done.open });
          return done.opened.then(said);
        },
      },
    );
    gateway = await aGateway({ one: server.url }, { clock });
  });
  beforeEach(() => {
    calls = [];
  });
  after(async () => {
    await gateway.close();
    await server.stop();
  });

  const cancels = () => server.heard.filter(({ method }) => method === "notifications/cancelled").length;

  /** A call whose stream has one message of progress, and then breaks off. `waits`: timers of the endpoint while it runs. */
  async function dropped(session: RawSession) {
    const answer = session.call("one__wait", {}, 1, { progressToken: "t" });
    const call = await until("the call is there", () => calls[0] ?? false);
    report(call.talk, 1);
    const stream = await answer;
    assert.equal((await stream.next())?.params?.progress, 1);
    const before = clock.background;
    stream.drop();
    // Its end is known where the endpoint waits for the client's return.
    await until("the endpoint knows", () => clock.background > before);
    return { call, stream };
  }
  const report = ({ params, say }: Talk, progress: number) => {
    const { progressToken } = (params._meta ?? {}) as { progressToken?: unknown };
    say("notifications/progress", { progressToken, progress });
  };

  for (const version of ["2025-11-25", "2025-06-18"])
    it(`comes back in revision ${version} and gets what it missed, and the result once`, async () => {
      const session = await openSession(gateway.url, { version });
      const { call, stream } = await dropped(session);
      report(call.talk, 2);
      const last = stream.eventIds.at(-1);
      assert.equal(stream.eventIds.length, version === "2025-11-25" ? 2 : 1, "an id before the first message");
      const resumed = await session.listen(last);
      assert.equal((await resumed.next())?.params?.progress, 2);
      call.finish("in the end");
      const rest = await resumed.all();
      assert.deepEqual(
        rest.slice(1).map(({ id, result }) => [id, result]),
        [[1, said("in the end")]],
      );
      const again = await session.listen(resumed.eventIds.at(-1));
      assert.deepEqual(await again.all(), [], "nothing is given twice");
    });

  it("gets the result that came while it was away, for a minute", async () => {
    const session = await openSession(gateway.url);
    const { call, stream } = await dropped(session);
    call.finish("meanwhile");
    await until("it is answered", async () => {
      const resumed = await session.listen(stream.eventIds.at(-1));
      const next = await Promise.race([
        resumed.next(),
        new Promise<false>((resolve) => setTimeout(resolve, 200, false)),
      ]);
      resumed.drop();
      return next && next.id === 1;
    });
    clock.pass(61_000);
    const late = await session.listen(stream.eventIds.at(-1));
    gateway.door.endpoint.endOf("one");
    assert.deepEqual(await late.all(), [], "a new stream, which knows nothing of it");
  });

  it("may not resume the stream of another session", async () => {
    const session = await openSession(gateway.url);
    const { call, stream } = await dropped(session);
    const other = await openSession(gateway.url, { client: "other" });
    const stolen = await other.listen(stream.eventIds.at(-1));
    call.finish("secret");
    gateway.door.endpoint.endOf("other");
    assert.deepEqual(await stolen.all(), []);
  });

  it("is waited for, and then its request is cancelled at the server", async () => {
    const before = cancels();
    await dropped(await openSession(gateway.url));
    clock.pass(29_000);
    assert.equal(cancels(), before);
    clock.pass(2000);
    await until("the server hears it", () => cancels() === before + 1);
  });

  it("is not waited for as long where it cannot come back", async () => {
    const before = cancels();
    const session = await openSession(gateway.url);
    const abort = new AbortController();
    const timers = clock.background;
    const answer = fetch(gateway.url, {
      method: "POST",
      headers: { ...session.headers, accept: "application/json", "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "one__wait" } }),
      signal: abort.signal,
    });
    await until("the call is there", () => calls.length > 0);
    abort.abort();
    await assert.rejects(answer);
    await until("the endpoint knows", () => clock.background > timers + 1);
    clock.pass(6000);
    await until("the server hears it", () => cancels() === before + 1);
  });

  it("is not missed where it returned in time", async () => {
    const before = cancels();
    const session = await openSession(gateway.url);
    const { call, stream } = await dropped(session);
    clock.pass(20_000);
    const resumed = await session.listen(stream.eventIds.at(-1));
    clock.pass(60_000);
    call.finish("still here");
    assert.deepEqual((await resumed.last()).result, said("still here"));
    assert.equal(cancels(), before);
  });

  it("gives its request up at once in the revision without a handshake", async () => {
    const before = cancels();
    const answer = modernPost(
      gateway.url,
      "tools/call",
      { name: "one__wait", arguments: {} },
      { meta: { progressToken: 1 } },
    );
    const call = await until("the call is there", () => calls[0] ?? false);
    report(call.talk, 1);
    const stream = await answer;
    await stream.next();
    stream.drop();
    await until("the server hears it", () => cancels() === before + 1);
    call.finish("too late");
  });

  it("leaves nothing behind", async () => {
    gateway.door.endpoint.endOf("one");
    gateway.door.endpoint.endOf("other");
    clock.pass(20 * 60_000);
    assert.equal(clock.waiting, 0, "no stream says that it is alive");
  });
});
