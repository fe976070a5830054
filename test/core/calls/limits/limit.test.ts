import assert from "node:assert/strict";
import type { CallOptions } from "../../../../src/core/calls/callOptions";
import { Limits } from "../../../../src/core/calls/limits/limit";
import type { ToolCall } from "../../../../src/core/calls/toolCall";
import { HubError } from "../../../../src/core/kernel/hubError";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { aCall, done, HeldServer, lookedAtLater, turns, withOptions } from "../../../support/callFixture";
import { FakeClock } from "../../../support/fakeClock";

function setUp(options: Partial<CallOptions> = {}) {
  const clock = new FakeClock(0);
  const events: HubEvent[] = [];
  const server = new HeldServer();
  const limits = new Limits({ optionsOf: withOptions(options), clock, publish: (event) => events.push(event) });
  const layered = limits.layer(server.send);
  const run = (call: ToolCall) => lookedAtLater(layered(call));
  /** Tools of the calls that reached the server, in order. */
  const reached = () => server.calls.map(({ tool }) => tool);
  return { clock, events, server, run, reached };
}

const busy = (retryAfterMs?: number) => new HubError("rate-limited", "Busy.", { retryAfterMs });

describe("limit", () => {
  it("lets so many run at once, and the next when one ends, in whatever way", async () => {
    const { run, server, reached } = setUp({ maxConcurrentCalls: 2 });
    const calls = ["a", "b", "c", "d"].map((tool) => run(aCall({ tool })));
    const settled = Promise.allSettled(calls);
    await turns();
    assert.deepEqual(reached(), ["a", "b"]);
    await server.answer();
    assert.deepEqual(reached(), ["a", "b", "c"]);
    await server.answer(new HubError("transport", "Gone."));
    assert.deepEqual(reached(), ["a", "b", "c", "d"]);
    await server.answer();
    await server.answer();
    assert.deepEqual(
      (await settled).map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled", "fulfilled"],
    );
  });

  it("when more may run than before, those who wait go first", async () => {
    const options = { maxConcurrentCalls: 1 };
    const { run, reached } = setUp(options);
    for (const tool of ["a", "b"]) void run(aCall({ tool }));
    options.maxConcurrentCalls = 2;
    void run(aCall({ tool: "c" }));
    await turns();
    assert.deepEqual(reached(), ["a", "b"]);
  });

  it("one server's queue holds up no other", async () => {
    const { run, reached } = setUp({ maxConcurrentCalls: 1 });
    void run(aCall({ tool: "a" }));
    void run(aCall({ tool: "b" }));
    void run(aCall({ server: "other", tool: "c" }));
    await turns();
    assert.deepEqual(reached(), ["a", "c"]);
  });

  it("a flood of one tool holds up another by one call only", async () => {
    const { run, server, reached } = setUp({ maxConcurrentCalls: 1 });
    for (let i = 0; i < 50; i++) void run(aCall({ tool: "flood" }));
    void run(aCall({ tool: "quiet" }));
    await turns();
    await server.answer();
    await server.answer();
    assert.deepEqual(reached().slice(0, 3), ["flood", "flood", "quiet"]);
  });

  it("a full queue answers at once, with how many wait", async () => {
    const { run, server, events } = setUp({ maxConcurrentCalls: 1, maxQueuedCalls: 2 });
    for (let i = 0; i < 3; i++) void run(aCall());
    await assert.rejects(run(aCall()), {
      code: "queue-full",
      sent: "no",
      message: /queue of this server is full \(2 waiting, 1 running\)/,
    });
    assert.equal(server.calls.length, 1);
    assert.deepEqual(
      events.map((event) => event.type === "queue.changed" && event.waiting),
      [1, 2],
    );
  });

  it("who waits longer than its limit, or is cancelled, leaves the queue and is never sent", async () => {
    const { run, clock, server, events } = setUp({ maxConcurrentCalls: 1 });
    void run(aCall());
    const abort = new AbortController();
    const late = run(aCall({ endsAt: 500 }));
    const cancelled = run(aCall({ signal: abort.signal, endsAt: 10_000 }));
    await turns();
    clock.pass(500);
    abort.abort();
    await assert.rejects(late, { code: "timeout", sent: "no" });
    await assert.rejects(cancelled, { code: "cancelled" });
    await server.answer();
    assert.deepEqual([server.calls.length, clock.waiting], [1, 0]);
    assert.deepEqual(events.at(-1), { type: "queue.changed", server: "files", waiting: 0 });
  });

  it("keeps to so many calls a minute", async () => {
    const { run, clock, server } = setUp({ callsPerMinute: 60 });
    const calls = [1, 2, 3].map(() => run(aCall()));
    await turns();
    assert.equal(server.calls.length, 1);
    clock.pass(999);
    await turns();
    assert.equal(server.calls.length, 1);
    clock.pass(1);
    await turns();
    assert.equal(server.calls.length, 2);
    clock.pass(1000);
    await turns();
    for (let i = 0; i < 3; i++) await server.answer();
    await Promise.all(calls);
    assert.equal(clock.waiting, 0);
  });

  it("fails at once, with the time, when the rate would not let it through within its limit", async () => {
    const { run, clock } = setUp({ callsPerMinute: 6 });
    void run(aCall());
    await assert.rejects(run(aCall({ endsAt: 9_000 })), {
      code: "rate-limited",
      sent: "no",
      retryAfterMs: 10_000,
      message: /may be called again in 10 seconds/,
    });
    assert.equal(clock.waiting, 0);
  });

  it("leaves a server alone for as long as it asks, and then goes on by itself", async () => {
    const { run, clock, server } = setUp();
    const first = run(aCall());
    await server.answer(busy(3000));
    await assert.rejects(first, { code: "rate-limited" });
    const second = run(aCall({ endsAt: 60_000 }));
    await assert.rejects(run(aCall({ endsAt: 2_999 })), { code: "rate-limited", retryAfterMs: 3000 });
    clock.pass(2_999);
    await turns();
    assert.equal(server.calls.length, 1);
    clock.pass(1);
    await turns();
    await server.answer();
    assert.equal(await second, done);
    assert.equal(clock.waiting, 0);
  });

  it("after a rate limit halves what runs at once, once for all calls that ran then, and recovers", async () => {
    const { run, clock, server } = setUp({ maxConcurrentCalls: 8 });
    /** Offers eight calls, counts how many run at once, and ends them all alike. */
    const round = async (outcome: () => Promise<void>) => {
      const before = server.calls.length;
      const calls = Promise.allSettled(Array.from({ length: 8 }, () => run(aCall())));
      await turns();
      const width = server.calls.length - before;
      clock.pass(1);
      for (let i = 0; i < 8; i++) await outcome();
      await calls;
      return width;
    };
    assert.equal(await round(() => server.answer(busy())), 8);
    const widths: number[] = [];
    for (let i = 0; i < 12; i++) widths.push(await round(() => server.answer()));
    assert.equal(widths[0], 4);
    assert.equal(widths.at(-1), 8);
    assert.deepEqual(
      widths,
      widths.toSorted((a, b) => a - b),
    );
  });

  it("lets a burst through and then so many a second, within a limit of the minute too", async () => {
    const { run, clock, reached } = setUp({ callsPerSecond: 2, callsPerMinute: 60, burst: 5 });
    for (let i = 0; i < 20; i++) void run(aCall());
    await turns();
    assert.equal(reached().length, 5);
    clock.pass(3000);
    await turns();
    assert.equal(reached().length, 8, "one a second: the limit of the minute is the lower one");

    const other = setUp({ callsPerSecond: 2 });
    for (let i = 0; i < 10; i++) void other.run(aCall());
    await turns();
    assert.equal(other.reached().length, 2);
    other.clock.pass(1000);
    await turns();
    assert.equal(other.reached().length, 4);
  });

  it("calls a server half as fast after it said too many, then faster step by step, and says so", async () => {
    const { run, clock, server, reached, events } = setUp();
    const rates = () => events.flatMap((event) => (event.type === "rate.changed" ? [event.perMinute] : []));
    for (let second = 0; second < 10; second++) {
      for (let i = 0; i < 2; i++) {
        const call = run(aCall());
        await server.answer(second === 9 && i === 1 ? busy() : done);
        await call.catch(() => undefined);
      }
      if (second < 9) clock.pass(1000);
    }
    assert.deepEqual(rates(), [60], "it was called 20 times in 10 s");
    const before = reached().length;
    for (let i = 0; i < 30; i++) void run(aCall()).catch(() => undefined);
    for (let second = 0; second < 9; second++) {
      clock.pass(1000);
      await turns();
      while (server.waiting > 0) await server.answer();
    }
    const passed = reached().length - before;
    assert.ok(passed >= 9 && passed <= 10, `${passed} calls went in 9 s`);
    clock.pass(91_000);
    assert.deepEqual(rates(), [60, 72, 84, 96, 108, 120, 132, 144, 156, 168, undefined]);
    assert.equal(clock.background, 0);
  });

  it("halves the rate again with each refusal, to six a minute, and not where the settings say no", async () => {
    const play = async (adaptiveRate: boolean) => {
      const { run, clock, server, events } = setUp({ adaptiveRate });
      for (let i = 0; i < 20; i++) {
        const call = run(aCall());
        await server.answer(i < 14 ? done : busy());
        await call.catch(() => undefined);
        clock.pass(i < 14 ? 500 : 10_500);
      }
      return events.flatMap((event) => (event.type === "rate.changed" ? [event.perMinute ?? 0] : []));
    };
    const rates = await play(true);
    assert.equal(Math.min(...rates), 6);
    assert.deepEqual(await play(false), []);
  });

  it("a rate limit that the result tells of is one", async () => {
    const { run, server } = setUp({ rateLimitRules: [{ tool: "files/*", text: "slow down", waitSeconds: 4 }] });
    const running = run(aCall());
    await server.answer({ content: [{ type: "text", text: "Slow down!" }], isError: true });
    await assert.rejects(running, { code: "rate-limited", retryAfterMs: 4000 });
  });
});
