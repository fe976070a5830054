import assert from "node:assert/strict";
import { Gathering } from "../../../src/core/calls/batch/gathering";
import { Limits } from "../../../src/core/calls/limits/limit";
import { observe } from "../../../src/core/calls/observe";
import { prepare } from "../../../src/core/calls/prepare";
import { retry } from "../../../src/core/calls/retry";
import type { CallTrace } from "../../../src/core/calls/toolCall";
import { HubError } from "../../../src/core/kernel/hubError";
import { note, PersonTime } from "../../../src/core/questions/personTime";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { aCall, done, fakeServers, HeldServer, lookedAtLater, turns, withOptions } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";
import { aTool } from "../../support/fakeLink";

/** A trace in which ten milliseconds have passed already, so that what is lost shows as well as what is added. */
const aTrace = (): CallTrace => ({ asked: undefined, queueMs: 10, waitsMs: 10, decision: undefined });

describe("the trace of a call", () => {
  it("has the time in the queue, without the time that a person was asked meanwhile", async () => {
    const clock = new FakeClock(0);
    const server = new HeldServer();
    const limits = new Limits({ optionsOf: withOptions({ maxConcurrentCalls: 1 }), clock, publish: () => {} });
    const layered = limits.layer(server.send);
    clock.pass(1000);
    const [first, second] = [aTrace(), aTrace()];
    const calls = [first, second].map((trace) => lookedAtLater(layered(aCall({ trace }))));
    clock.pass(300);
    note(second, { from: 1100, to: 1150 });
    await server.answer();
    assert.deepEqual([first.queueMs, second.queueMs], [10, 260]);
    await server.answer();
    await Promise.all(calls);
  });

  it("has the time in the queue of a call that gave up there", async () => {
    const clock = new FakeClock();
    const limits = new Limits({ optionsOf: withOptions({ maxConcurrentCalls: 1 }), clock, publish: () => {} });
    const layered = limits.layer(new HeldServer().send);
    void layered(aCall());
    const trace = aTrace();
    const abort = new AbortController();
    const call = lookedAtLater(layered(aCall({ trace, signal: abort.signal })));
    clock.pass(70);
    abort.abort();
    await assert.rejects(call, { code: "cancelled" });
    assert.equal(trace.queueMs, 80);
  });

  it("has the time until the server was ready, without the time that a person was asked for a value", async () => {
    const clock = new FakeClock(0);
    clock.pass(500);
    let ready: () => void = () => {};
    const servers = fakeServers({
      tool: () =>
        new Promise((resolve) => {
          ready = () => resolve(aTool("read"));
        }),
    });
    const waited: (number | undefined)[] = [];
    const layered = prepare(
      servers,
      withOptions(),
      clock,
    )(async (call) => {
      waited.push(call.waitedMs);
      return done;
    });
    const trace = aTrace();
    const call = layered(aCall({ trace }));
    await turns();
    clock.pass(200);
    note(trace, { from: 520, to: 570 });
    ready();
    await call;
    assert.deepEqual([trace.waitsMs, waited], [160, [150]]);
  });

  it("has the waits between attempts", async () => {
    const clock = new FakeClock();
    let attempts = 0;
    const layered = retry({
      optionsOf: withOptions({ retries: 3, retryDelayMs: 100, retryMaxDelayMs: 1000 }),
      trusts: () => false,
      clock,
      publish: () => {},
      random: () => 0.5,
    })(async () => {
      if (++attempts < 3) throw new HubError("transport", "No line.", { sent: "no" });
      return done;
    });
    const trace = aTrace();
    const call = layered(aCall({ trace }));
    for (const ms of [50, 100]) {
      await turns();
      clock.pass(ms);
    }
    await call;
    assert.deepEqual([attempts, trace.waitsMs, trace.queueMs], [3, 160, 10]);
  });

  it("has the wait for others that are sent together", async () => {
    const clock = new FakeClock();
    clock.pass(1000);
    const gathering = new Gathering({
      clock,
      form: aTool("batch_read"),
      most: 9,
      send: () => async () => done,
      onEnd: () => {},
    });
    const [first, second] = [aTrace(), aTrace()];
    const calls = [gathering.add(aCall({ trace: first }))];
    clock.pass(40);
    calls.push(gathering.add(aCall({ trace: second })));
    clock.pass(60);
    await Promise.all(calls);
    assert.deepEqual([first.waitsMs, second.waitsMs], [110, 70]);
  });

  it("has the arguments cut at 2,000 characters, and messages at 1,000", async () => {
    const events: HubEvent[] = [];
    const told: (string | undefined)[] = [];
    const layered = observe(
      (event) => events.push(event),
      new FakeClock(),
    )(async (call) => {
      call.onProgress?.({ progress: 1, message: "p".repeat(1001) });
      call.onProgress?.({ progress: 2, total: 3 });
      throw new HubError("timeout", "m".repeat(1001));
    });
    const around = '{"a":""}'.length;
    for (const length of [2000, 2001])
      await assert.rejects(
        layered(
          aCall({ args: { a: "x".repeat(length - around) }, onProgress: ({ message }) => void told.push(message) }),
        ),
        { code: "timeout" },
      );
    const args = events.flatMap((event) => (event.type === "call.started" ? [event.args] : []));
    assert.deepEqual([args[0]?.length, /… \((\d+) more characters?\)$/.exec(args[1] ?? "")?.[1]], [2000, "1"]);
    const cut = (text: string) => `${text.repeat(1000)}… (1 more character)`;
    const [first, second] = events.flatMap((event) => (event.type === "call.progress" ? [event] : []));
    assert.deepEqual(
      [first?.message, first?.total, second?.message, second?.total],
      [cut("p"), undefined, undefined, 3],
    );
    assert.deepEqual(told.slice(0, 2), ["p".repeat(1001), undefined], "the caller gets all of it");
    const [end] = events.flatMap((event) => (event.type === "call.ended" ? [event] : []));
    assert.deepEqual([end?.outcome, end?.error], ["failed", { code: "timeout", message: cut("m") }]);
  });

  it("has the same digest for the same arguments, and counts a long text by its beginning and its length", async () => {
    const digests: string[] = [];
    const layered = observe((event) => {
      if (event.type === "call.started") digests.push(event.argsDigest);
    }, new FakeClock())(async () => done);
    const long = "x".repeat(16 * 1024);
    for (const args of [
      ...[{ a: 1 }, { a: 1 }, { a: 2 }, { a: { b: 1 } }, { a: 1n }],
      ...[{ a: long }, { a: `${long}y` }, { a: `${long}z` }, { a: `${long}yy` }, { a: [`${long}y`] }],
    ])
      await layered(aCall({ args }));
    const [one, same, other, nested, large, fits, longer, alike, longest, inList] = digests;
    assert.match(one ?? "", /^[0-9a-f]{32}$/);
    assert.equal(one, same);
    assert.equal(longer, alike, "what comes after 16 Ki characters does not count");
    assert.equal(new Set([one, other, nested, fits, longer, longest, inList]).size, 7);
    assert.equal(one, large, "an integer is one, however it is held");
  });

  it("is told at the end: what was the server's, the hub's, and the person's", async () => {
    const clock = new FakeClock();
    const events: HubEvent[] = [];
    const people = new PersonTime(clock);
    const asked: number[] = [];
    const layered = observe(
      (event) => events.push(event),
      clock,
      undefined,
      people,
    )(async ({ trace, server }) => {
      clock.pass(30);
      const answered = people.ask(server, "form");
      clock.pass(500);
      answered();
      if (trace) Object.assign(trace, { queueMs: 20, waitsMs: 4 });
      clock.pass(70);
      return done;
    });
    await layered(aCall({ onAsked: (ms) => asked.push(ms) }));
    const end = events.at(-1);
    assert.ok(end?.type === "call.ended");
    assert.deepEqual([end.ms, end.split, asked], [100, { approval: 500, queue: 20, waits: 4, server: 76 }, [500]]);
  });
});
