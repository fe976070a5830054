import assert from "node:assert/strict";
import type { CallOptions } from "../../../../src/core/calls/callOptions";
import { type BreakerEvent, type BreakerState, closed, lets, next } from "../../../../src/core/calls/limits/breaker";
import { Breakers, guard, type Probe } from "../../../../src/core/calls/limits/guard";
import type { ToolCall } from "../../../../src/core/calls/toolCall";
import { HubError } from "../../../../src/core/kernel/hubError";
import type { ToolResult } from "../../../../src/core/messages/toolResult";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { apply, emptyView } from "../../../../src/protocol/hubView";
import { aCall, done, HeldServer, seeded, turns, withOptions } from "../../../support/callFixture";
import { FakeClock } from "../../../support/fakeClock";

const limits = { failures: 3, coolDownMs: 1000 };
const open: BreakerState = { kind: "open", until: 1000, failures: 3 };
const halfOpen: BreakerState = { kind: "half-open", failures: 3 };

describe("the life of a breaker", () => {
  const rows: [from: BreakerState, type: BreakerEvent["type"], at: number, to: BreakerState][] = [
    [closed, "succeeded", 0, closed],
    [closed, "failed", 0, { kind: "closed", failures: 1 }],
    [{ kind: "closed", failures: 1 }, "succeeded", 0, closed],
    [{ kind: "closed", failures: 2 }, "failed", 50, { kind: "open", until: 1050, failures: 3 }],
    [{ kind: "closed", failures: 2 }, "abandoned", 0, { kind: "closed", failures: 2 }],
    [open, "tried", 999, open],
    [open, "tried", 1000, halfOpen],
    [open, "succeeded", 500, open],
    [open, "failed", 500, open],
    [open, "put-off", 900, { kind: "open", until: 1900, failures: 3 }],
    [closed, "put-off", 900, closed],
    [halfOpen, "succeeded", 1500, closed],
    [halfOpen, "failed", 1500, { kind: "open", until: 2500, failures: 4 }],
    [halfOpen, "abandoned", 1500, { kind: "open", until: 1500, failures: 3 }],
    [halfOpen, "tried", 1500, halfOpen],
    [open, "reset", 0, closed],
    [halfOpen, "reset", 0, closed],
  ];
  for (const [from, type, at, to] of rows)
    it(`${from.kind} (${from.failures}) + ${type} at ${at} → ${to.kind} (${to.failures})`, () =>
      assert.deepEqual(next(from, { type, at }, limits), to));

  it("lets calls through while closed, and one when its time is over", () => {
    assert.deepEqual(
      [lets(closed, 0), lets(open, 999), lets(open, 1000), lets(halfOpen, 9999)],
      [true, false, true, false],
    );
  });
});

const broken = new HubError("timeout", "Late.");
const gone = new HubError("exited", "It ended.");

function setUp(options: Partial<CallOptions> = {}, probe?: Probe) {
  const clock = new FakeClock(0);
  const events: HubEvent[] = [];
  const breakers = new Breakers({ clock, publish: (event) => events.push(event) });
  const optionsOf = withOptions({ breakerFailures: 3, breakerCoolDownSeconds: 10, ...options });
  const sent: ToolCall[] = [];
  const through = (outcome: Error | ToolResult, call = aCall()) =>
    guard(
      breakers,
      optionsOf,
      probe,
    )(async (call) => {
      sent.push(call);
      if (outcome instanceof Error) throw outcome;
      return outcome;
    })(call);
  const fails = async (times: number, error: Error = broken, more: Partial<ToolCall> = {}) => {
    for (let i = 0; i < times; i++) await assert.rejects(through(error, aCall(more)), error);
  };
  return { clock, events, breakers, optionsOf, sent, through, fails };
}

describe("guard", () => {
  it("refuses calls of a tool after so many failures in a row, says why and until when, and sends nothing", async () => {
    const { through, fails, sent, clock } = setUp();
    await fails(3);
    clock.pass(4000);
    await assert.rejects(through(done), {
      code: "circuit-open",
      sent: "no",
      retryAfterMs: 6000,
      message:
        /"read" on "files" was not called\. Failures of it in a row: 3 \(Late\.\) One trial call may pass in 6 seconds/,
    });
    assert.equal(sent.length, 3);
  });

  it("a success in between starts the count again", async () => {
    const { through, fails, sent } = setUp();
    await fails(2);
    await through(done);
    await fails(2);
    await through(done);
    assert.equal(sent.length, 6);
  });

  const others: [string, Error | ToolResult][] = [
    ["a tool that says no", { ...done, isError: true }],
    ["an error that the server answers with", new HubError("server-error", "No.")],
    ["a rate limit", new HubError("rate-limited", "Busy.")],
    ["a no of the person", new HubError("denied", "No.")],
    ["wrong arguments", new HubError("bad-arguments", "No.")],
    ["a limit that ran out before anything was sent", new HubError("timeout", "Late.", { sent: "no" })],
    ["a defect", new TypeError("x is undefined")],
  ];
  for (const [what, outcome] of others)
    it(`${what} does not count`, async () => {
      const { through, sent, events } = setUp({ breakerFailures: 1 });
      for (let i = 0; i < 3; i++) {
        if (outcome instanceof Error) await assert.rejects(through(outcome), (error) => error === outcome);
        else assert.equal(await through(outcome), outcome);
      }
      assert.equal(sent.length, 3);
      assert.deepEqual(events, []);
    });

  it("a person's cancel counts against nobody, whatever the call comes to", async () => {
    const { fails, sent } = setUp({ breakerFailures: 1 });
    await fails(3, broken, { signal: AbortSignal.abort() });
    assert.equal(sent.length, 3);
  });

  it("one tool that fails does not close the way to the others", async () => {
    const { through, fails, events } = setUp();
    await fails(3);
    await through(done, aCall({ tool: "list" }));
    assert.deepEqual(events, [
      { type: "breaker.changed", server: "files", tool: "read", state: "open", until: 10_000 },
    ]);
  });

  it("failures of several tools in a row close the way to the server, and to no other server", async () => {
    const { through, fails } = setUp();
    for (const tool of ["a", "b", "c"]) await fails(1, broken, { tool });
    await assert.rejects(through(done, aCall({ tool: "d" })), {
      code: "circuit-open",
      message: /Failures of the server in a row: 3/,
    });
    await through(done, aCall({ server: "other", tool: "d" }));
  });

  it("a lost line that takes many calls with it is one failure; calls that hang are many", async () => {
    for (const [error, opened] of [
      [gone, 0],
      [broken, 1],
    ] as const) {
      const { breakers, optionsOf, events } = setUp();
      const server = new HeldServer();
      const run = guard(breakers, optionsOf)(server.send);
      const calls = Promise.allSettled(Array.from({ length: 10 }, () => run(aCall())));
      for (let i = 0; i < 10; i++) await server.answer(error);
      await calls;
      assert.equal(events.length, opened, error.code);
    }
  });

  it("losses one after another do open it", async () => {
    const { through, fails } = setUp();
    await fails(3, gone);
    await assert.rejects(through(done), { code: "circuit-open" });
  });

  it("lets exactly one trial through, however many try, and closes when it goes well", async () => {
    const { breakers, optionsOf, fails, clock, events } = setUp();
    await fails(3);
    clock.pass(10_000);
    const server = new HeldServer();
    const run = guard(breakers, optionsOf)(server.send);
    const calls = Promise.allSettled(Array.from({ length: 20 }, () => run(aCall())));
    await turns();
    assert.equal(server.calls.length, 1);
    await server.answer();
    assert.equal((await calls).filter(({ status }) => status === "fulfilled").length, 1);
    await guard(breakers, optionsOf)(async () => done)(aCall());
    assert.deepEqual(
      events.map((event) => event.type === "breaker.changed" && event.state),
      ["open", "half-open", "closed"],
    );
  });

  it("a trial that fails opens it again; one that is taken back leaves the next caller to try", async () => {
    const { through, fails, clock, sent } = setUp();
    await fails(3);
    clock.pass(10_000);
    await fails(1);
    await assert.rejects(through(done), { code: "circuit-open", retryAfterMs: 10_000 });
    clock.pass(10_000);
    await assert.rejects(through(broken, aCall({ signal: AbortSignal.abort() })), broken);
    await through(done);
    assert.equal(sent.length, 6);
  });

  it("an answer from before it opened neither closes nor opens it", async () => {
    const { breakers, optionsOf, fails, clock, through } = setUp();
    const server = new HeldServer();
    const run = guard(breakers, optionsOf)(server.send);
    const early = [run(aCall()), run(aCall())];
    const settled = Promise.allSettled(early);
    await fails(3);
    await server.answer();
    await assert.rejects(through(done), { code: "circuit-open" });
    clock.pass(10_000);
    const trial = run(aCall());
    await server.answer(broken); // the second early one: not the trial
    await assert.rejects(through(done), { code: "circuit-open" });
    await server.answer();
    await trial;
    await through(done);
    await settled;
  });

  it("a reset closes all, of one server or of every one", async () => {
    const { through, fails, breakers, events } = setUp();
    await fails(3);
    await fails(3, broken, { server: "other" });
    breakers.reset("files");
    await through(done);
    await assert.rejects(through(done, aCall({ server: "other" })), { code: "circuit-open" });
    breakers.reset();
    await through(done, aCall({ server: "other" }));
    assert.equal(events.filter((event) => event.type === "breaker.changed" && event.state === "closed").length, 2);
  });

  it("is off where the settings say 0", async () => {
    const { fails, sent } = setUp({ breakerFailures: 0 });
    await fails(20);
    assert.equal(sent.length, 20);
  });

  it("under random failures sends nothing while open, and at most one call at a time while half-open", async () => {
    const { clock, events, breakers, optionsOf } = setUp();
    const random = seeded(5);
    let view = apply(emptyView, { type: "server.added", server: "files", label: "files", scope: "user" });
    let running = 0;
    const run = guard(
      breakers,
      optionsOf,
    )(async () => {
      for (const event of events.splice(0)) view = apply(view, event);
      const state = view.servers[0]?.breakers?.find(({ tool }) => tool === "read")?.state;
      assert.notEqual(state, "open");
      running++;
      if (state === "half-open") assert.equal(running, 1);
      await turns();
      running--;
      if (random() < 0.6) throw broken;
      return done;
    });
    let refusals = 0;
    for (let i = 0; i < 400; i++) {
      const calls = await Promise.allSettled(Array.from({ length: 1 + Math.floor(random() * 4) }, () => run(aCall())));
      refusals += calls.filter((one) => one.status === "rejected" && one.reason.code === "circuit-open").length;
      clock.pass(random() * 8000);
    }
    assert.ok(refusals > 50);
  });
});

describe("guard in an outage", () => {
  const away = new HubError("transport", "HTTP 503.", { outage: true });
  const broke = new HubError("transport", "HTTP 500.");

  /** When a trial was let through, in milliseconds after the circuit opened; every 50 ms somebody tries. */
  async function trials(
    { through, sent, clock }: ReturnType<typeof setUp>,
    untilMs: number,
    outcome: (at: number) => Error | ToolResult,
    tool = "read",
  ): Promise<readonly number[]> {
    const began = clock.now();
    const times: number[] = [];
    while (clock.now() - began < untilMs) {
      clock.pass(50);
      const before = sent.length;
      await through(outcome(clock.now() - began), aCall({ tool })).catch(() => {});
      if (sent.length > before) times.push(clock.now() - began);
    }
    return times;
  }

  const outages: [what: string, error: Error, tools: readonly string[]][] = [
    ["a server that says it is away", away, ["read"]],
    ["a server whose tools all fail", broken, ["a", "b", "read"]],
  ];
  for (const [what, error, tools] of outages)
    it(`${what} is tried after half a second, then after 1, 2, 4 … s, at last after each cool-down`, async () => {
      const parts = setUp();
      for (const tool of tools.length > 1 ? tools : ["read", "read", "read"]) await parts.fails(1, error, { tool });
      const asked = tools.length > 1 ? "d" : "read";
      assert.deepEqual(
        await trials(parts, 40_000, () => error, asked),
        [500, 1000, 2000, 4000, 8000, 16_000, 26_000, 36_000],
      );
    });

  it("is over within a second, or within as long again as it took", async () => {
    for (let ms = 0; ms <= 9000; ms += 450) {
      const parts = setUp({ breakerCoolDownSeconds: 30 });
      await parts.fails(3, away);
      const times = await trials(parts, 20_000, (at) => (at < ms ? away : done));
      const back = times.find((at) => at >= ms) ?? Number.POSITIVE_INFINITY;
      assert.ok(back - ms <= Math.max(1000, ms), `an outage of ${ms} ms was over after ${back} ms`);
    }
  });

  it("a broken tool of a server that answers keeps its cool-down, whatever it says", async () => {
    for (const error of [away, broke, broken, gone]) {
      const parts = setUp({}, async () => true);
      await parts.fails(2, error);
      await parts.through(done, aCall({ tool: "list" })); // another tool of it works
      await parts.fails(1, error);
      assert.deepEqual(await trials(parts, 21_000, () => error), [10_000, 20_000], error.message);
    }
  });

  it("a probe tells a broken tool from a server that is away", async () => {
    for (const [isThere, first] of [
      [true, 10_000],
      [false, 500],
    ] as const) {
      let there: boolean = isThere;
      const parts = setUp({}, async () => there);
      await parts.fails(3, broken);
      await turns();
      there = true;
      assert.deepEqual(await trials(parts, 10_000, () => done).then(([at]) => at), first);
    }
  });

  it("a probe that finds the server away saves the trial, and the next one comes as usual", async () => {
    let there = false;
    let probes = 0;
    const parts = setUp({ breakerCoolDownSeconds: 30 }, async () => {
      probes++;
      return there;
    });
    await parts.fails(3, away);
    assert.deepEqual(await trials(parts, 4500, () => away), []);
    assert.equal(probes, 4); // after 0.5, 1, 2 and 4 seconds
    there = true;
    assert.deepEqual((await trials(parts, 10_000, () => done))[0], 3500); // 8 seconds after it opened
  });

  it("asks once for all who wait, and lets one of them through", async () => {
    let answer: (isThere: boolean) => void = () => {};
    let probes = 0;
    const probe = () => {
      probes++;
      return new Promise<boolean>((resolve) => {
        answer = resolve;
      });
    };
    const { breakers, optionsOf, fails, clock } = setUp({}, probe);
    await fails(3, away);
    clock.pass(500);
    const server = new HeldServer();
    const run = guard(breakers, optionsOf, probe)(server.send);
    const calls = Promise.allSettled(Array.from({ length: 5 }, () => run(aCall())));
    answer(true);
    await turns();
    assert.deepEqual([probes, server.calls.length], [1, 1]);
    await server.answer();
    assert.equal((await calls).filter(({ status }) => status === "fulfilled").length, 1);
  });

  it("a probe that fails stops nobody", async () => {
    const parts = setUp({}, () => Promise.reject(new HubError("unknown-server", "Gone.")));
    await parts.fails(3, away);
    assert.deepEqual((await trials(parts, 1000, () => done))[0], 500);
  });
});

describe("breakers in the view", () => {
  it("holds those that are not closed, at most 20", () => {
    const server: HubEvent = { type: "server.added", server: "files", label: "files", scope: "user" };
    const changed = (state: "open" | "closed", tool?: string): HubEvent => ({
      type: "breaker.changed",
      server: "files",
      state,
      ...(tool !== undefined && { tool }),
    });
    const seen = (...events: HubEvent[]) => [server, ...events].reduce(apply, emptyView).servers[0]?.breakers;
    assert.deepEqual(seen(changed("open"), changed("open", "a"), changed("closed")), [{ tool: "a", state: "open" }]);
    assert.equal(seen(changed("open"), changed("closed")), undefined);
    assert.equal(seen(...Array.from({ length: 50 }, (_, n) => changed("open", `t${n}`)))?.length, 20);
  });
});

describe("guard: the share of failures", () => {
  const share = { breakerFailures: 100, breakerFailurePercent: 50, breakerLeastCalls: 10, breakerWindowSeconds: 60 };

  /** Calls of these tools in turn: `+` goes well, `-` fails. */
  const play = async (up: ReturnType<typeof setUp>, outcomes: string, tools = ["read"]) => {
    for (const [index, sign] of [...outcomes].entries()) {
      const call = aCall({ tool: tools[index % tools.length] ?? "" });
      await up.through(sign === "+" ? done : broken, call).catch((error: unknown) => assert.equal(error, broken));
    }
  };
  const states = ({ events }: ReturnType<typeof setUp>) =>
    events.flatMap((event) => (event.type === "breaker.changed" ? [[event.tool, event.state]] : []));

  it("opens the circuit of a tool when half of at least ten calls failed, and says so", async () => {
    const up = setUp(share);
    await play(up, "+-+-+-+-+");
    assert.deepEqual(states(up), []);
    await play(up, "-");
    assert.deepEqual(states(up), [["read", "open"]]);
    await assert.rejects(up.through(done), {
      code: "circuit-open",
      message: /5 of its last 10 calls failed \(Late\.\) One trial call may pass in/,
    });
  });

  const stays: [string, string, Partial<CallOptions>?][] = [
    ["fewer calls", "---------"],
    ["a smaller share", "++++++----"],
    ["a share that counts from more calls on", "+-+-+-+-+-", { breakerLeastCalls: 11 }],
    ["a share that may be larger", "+-+-+-+-+-", { breakerFailurePercent: 60 }],
    ["no share set", "+-+-+-+-+-+-", { breakerFailurePercent: 0 }],
    ["no breaker at all", "----------", { breakerFailures: 0 }],
  ];
  for (const [what, outcomes, more] of stays)
    it(`stays closed with ${what}`, async () => {
      const up = setUp({ ...share, ...more });
      await play(up, outcomes);
      assert.deepEqual(states(up), []);
    });

  it("forgets what is longer ago than the window", async () => {
    const up = setUp(share);
    await play(up, "----");
    up.clock.pass(61_000);
    await play(up, "+++++-----".slice(0, 9));
    assert.deepEqual(states(up), []);
    await play(up, "-");
    assert.deepEqual(states(up), [["read", "open"]]);
  });

  it("counts from zero when the trial went well", async () => {
    const up = setUp(share);
    await play(up, "+-+-+-+-+-");
    up.clock.pass(10_000);
    await up.through(done);
    await play(up, "-");
    assert.deepEqual(states(up).at(-1), ["read", "closed"]);
  });

  it("counts a broken connection once, whatever it took with it", async () => {
    const up = setUp({ ...share, breakerLeastCalls: 4 });
    const server = new HeldServer();
    await play(up, "+++");
    const layered = guard(up.breakers, up.optionsOf)(server.send);
    const calls = Promise.allSettled(Array.from({ length: 20 }, () => layered(aCall())));
    for (let i = 0; i < 20; i++) await server.answer(gone);
    await calls;
    assert.deepEqual(states(up), []);
  });

  it("takes failures of several tools for those of the server", async () => {
    const up = setUp({ ...share, breakerLeastCalls: 8 });
    await play(up, "++++----", ["a", "b", "c", "d"]);
    assert.deepEqual(states(up), [[undefined, "open"]]);
    await assert.rejects(up.through(done, aCall({ tool: "e" })), {
      message: /4 of the last 8 calls of the server failed/,
    });
  });
});
