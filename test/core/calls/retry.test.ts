import assert from "node:assert/strict";
import type { CallOptions } from "../../../src/core/calls/callOptions";
import { retry, waitBefore } from "../../../src/core/calls/retry";
import type { ToolCall } from "../../../src/core/calls/toolCall";
import { HubError } from "../../../src/core/kernel/hubError";
import type { ToolResult } from "../../../src/core/messages/toolResult";
import type { HubEvent } from "../../../src/protocol/hubEvent";
import { aCall, aRead, done, lookedAtLater, seeded, turns, withOptions } from "../../support/callFixture";
import { FakeClock } from "../../support/fakeClock";
import { aTool } from "../../support/fakeLink";

const unsent = () => new HubError("transport", "No line.", { sent: "no" });
const begun = () => new HubError("transport", "The line broke.", { begun: true });
const doubtful = () => new HubError("transport", "The line broke.");

interface Setting {
  readonly options?: Partial<CallOptions>;
  readonly trusted?: boolean;
  readonly random?: () => number;
  /** What each attempt comes to; the last one stays. */
  readonly outcomes: readonly (Error | ToolResult)[];
}

function setUp({ options, trusted = false, random = () => 0.999, outcomes }: Setting) {
  const clock = new FakeClock(0);
  const events: HubEvent[] = [];
  const sent: { call: ToolCall; at: number }[] = [];
  const run = retry({
    optionsOf: withOptions({ retries: 2, retryDelayMs: 100, retryMaxDelayMs: 1000, ...options }),
    trusts: () => trusted,
    clock,
    publish: (event) => events.push(event),
    random,
  })(async (call) => {
    const outcome = outcomes[Math.min(sent.length, outcomes.length - 1)] ?? done;
    sent.push({ call, at: clock.now() });
    if (outcome instanceof Error) throw outcome;
    return outcome;
  });
  /** Runs to the end, letting as much time pass as it takes. */
  const finish = async (call: ToolCall): Promise<ToolResult> => {
    let over = false;
    const running = lookedAtLater(
      run(call).finally(() => {
        over = true;
      }),
    );
    for (let i = 0; i < 200 && !over; i++) {
      await turns();
      clock.pass(50);
    }
    return running;
  };
  return { clock, events, sent, run, finish };
}

describe("retry", () => {
  const rows: [why: string, setting: Setting, call: ToolCall, attempts: number][] = [
    ["does nothing for what goes well", { outcomes: [done] }, aCall(), 1],
    ["sends again what never reached the server", { outcomes: [unsent(), unsent(), done] }, aCall(), 3],
    ["never sends again what may have reached it", { outcomes: [doubtful(), done] }, aCall(), 1],
    [
      "never sends again what goes on as a task, however safe",
      { outcomes: [begun(), done], options: { safeToRepeat: true } },
      aRead(),
      1,
    ],
    ["gives up after so many", { outcomes: [unsent()] }, aCall(), 3],
    ["not at all where the person says so", { outcomes: [unsent(), done], options: { retries: 0 } }, aCall(), 1],
    ["what the person calls safe", { outcomes: [doubtful(), done], options: { safeToRepeat: true } }, aCall(), 2],
    ["what the person calls read-only", { outcomes: [doubtful(), done], options: { readOnly: true } }, aCall(), 2],
    ["a read of a trusted server", { outcomes: [doubtful(), done], trusted: true }, aRead(), 2],
    ["not a read of any other", { outcomes: [doubtful(), done] }, aRead(), 1],
    [
      "an idempotent tool of a trusted server",
      { outcomes: [doubtful(), done], trusted: true },
      aCall({ offered: aTool("put", { hints: { idempotent: true } }) }),
      2,
    ],
    [
      "not against the person's no",
      { outcomes: [doubtful(), done], trusted: true, options: { safeToRepeat: false } },
      aRead(),
      1,
    ],
    [
      "not a tool that contradicts itself",
      { outcomes: [doubtful(), done], trusted: true },
      aCall({ offered: aTool("x", { hints: { readOnly: true, destructive: true } }) }),
      1,
    ],
    [
      "not an error that would come again",
      { outcomes: [new HubError("server-error", "No.", { sent: "no" })] },
      aCall(),
      1,
    ],
    ["not an open circuit", { outcomes: [new HubError("circuit-open", "No.", { sent: "no" })] }, aCall(), 1],
    ["not a defect", { outcomes: [new TypeError("x is undefined")], options: { safeToRepeat: true } }, aCall(), 1],
    [
      "not a tool that said no",
      { outcomes: [{ ...done, isError: true }], options: { safeToRepeat: true } },
      aCall(),
      1,
    ],
    ["stops at the first failure of another kind", { outcomes: [unsent(), doubtful(), done] }, aCall(), 2],
  ];
  for (const [why, setting, call, attempts] of rows)
    it(`${why}: ${attempts} attempt(s)`, async () => {
      const { sent, finish, clock } = setUp(setting);
      const last = setting.outcomes[Math.min(attempts, setting.outcomes.length) - 1];
      if (last instanceof Error) await assert.rejects(finish(call));
      else await finish(call);
      assert.equal(sent.length, attempts);
      assert.equal(clock.waiting, 0);
    });

  it("says how often it tried, keeps the facts, and tells the stream of each further attempt", async () => {
    const { events, finish } = setUp({ outcomes: [unsent()] });
    await assert.rejects(finish(aCall()), { code: "transport", sent: "no", message: "No line. It was tried 3 times." });
    assert.deepEqual(
      events.map((event) => event.type === "call.retried" && [event.attempt, event.waitMs, event.error.code]),
      [
        [1, 100, "transport"],
        [2, 200, "transport"],
      ],
    );
  });

  it("waits anything from nothing to the whole of a wait that doubles, up to the longest", () => {
    const options = { retryDelayMs: 100, retryMaxDelayMs: 1000 };
    const random = seeded(3);
    for (const [attempt, most] of [
      [1, 100],
      [2, 200],
      [4, 800],
      [5, 1000],
      [60, 1000],
    ] as const) {
      const waits = Array.from({ length: 2000 }, () => waitBefore(attempt, unsent(), options, random()));
      assert.ok(Math.max(...waits) <= most && Math.max(...waits) > most * 0.98);
      assert.ok(Math.min(...waits) >= 0 && Math.min(...waits) < most * 0.02);
      const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
      assert.ok(Math.abs(mean - most / 2) < most * 0.03, `mean ${mean} of ${most}`);
    }
  });

  it("is back no sooner than the server asked for", async () => {
    const busy = new HubError("rate-limited", "Busy.", { sent: "no", retryAfterMs: 2000 });
    const { finish, sent } = setUp({ outcomes: [busy, done] });
    await finish(aCall({ endsAt: 10_000 }));
    const again = sent[1]?.at ?? 0;
    assert.ok(again >= 2000 && again <= 2100, `${again}`);
  });

  it("fails at once, with the time, when the wait does not fit what is left", async () => {
    const busy = new HubError("rate-limited", "Busy.", { sent: "no", retryAfterMs: 60_000 });
    const { run, sent, clock } = setUp({ outcomes: [busy, done], random: () => 0 });
    await assert.rejects(run(aCall({ endsAt: 10_000 })), {
      code: "rate-limited",
      retryAfterMs: 60_000,
      message: /in 60 seconds, but the call's limit .* ends in 10 seconds/,
    });
    assert.deepEqual([sent.length, clock.waiting], [1, 0]);
  });

  it("a cancel ends the wait at once, and nothing is sent anymore", async () => {
    const abort = new AbortController();
    const { run, sent, clock } = setUp({ outcomes: [unsent(), done] });
    const running = run(aCall({ signal: abort.signal }));
    await turns();
    assert.equal(clock.waiting, 1);
    abort.abort();
    await assert.rejects(running, { code: "cancelled" });
    clock.pass(10_000);
    await turns();
    assert.deepEqual([sent.length, clock.waiting], [1, 0]);
  });

  it("a cancel during an attempt is the last of it, even for what is safe", async () => {
    const abort = new AbortController();
    const outcomes = [new HubError("timeout", "Late."), done];
    const { sent, run } = setUp({ outcomes, options: { safeToRepeat: true } });
    abort.abort();
    await assert.rejects(run(aCall({ signal: abort.signal })), { code: "timeout" });
    assert.equal(sent.length, 1);
  });

  it("in a thousand calls of a counter with drops before and after, counts no call twice", async () => {
    const random = seeded(11);
    const clock = new FakeClock();
    const counted = new Map<unknown, number>();
    const run = retry({
      optionsOf: withOptions({ retries: 3, retryDelayMs: 10, retryMaxDelayMs: 10 }),
      trusts: () => true,
      clock,
      publish: () => {},
      random,
    })(async ({ args }) => {
      const drop = random();
      if (drop < 0.2) throw unsent();
      counted.set(args.n, (counted.get(args.n) ?? 0) + 1);
      if (drop < 0.4) throw doubtful();
      return done;
    });
    const calls = Array.from({ length: 1000 }, (_, n) => run(aCall({ tool: "count", args: { n } })));
    const settled = Promise.allSettled(calls);
    for (let i = 0; i < 20; i++) {
      await turns();
      clock.pass(10);
    }
    const outcomes = await settled;
    for (const times of counted.values()) assert.equal(times, 1);
    outcomes.forEach(({ status }, n) => {
      if (status === "fulfilled") assert.equal(counted.get(n), 1);
    });
    assert.ok(outcomes.filter(({ status }) => status === "fulfilled").length > 600);
  });
});
