import assert from "node:assert/strict";
import { dayMs, hourMs, logLimit, PeriodLog } from "../../../../src/core/operations/report/periodLog";
import { type ReportRange, report } from "../../../../src/core/operations/report/report";
import { ReportRecorder } from "../../../../src/core/operations/report/reportRecorder";
import { ReportStore } from "../../../../src/core/operations/report/reportStore";
import { reportText } from "../../../../src/core/operations/report/reportText";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { FakeClock } from "../../../support/fakeClock";
import { MapStore } from "../../../support/mapStore";
import { changed, ended, failed, stamp, states } from "../../../support/operationEvents";

/** A process that keeps figures: half a processor, and a tenth of the memory. */
class Process {
  readonly store: ReportStore;
  readonly recorder: ReportRecorder;

  constructor(
    readonly clock: FakeClock,
    state: MapStore,
    owner = "one",
  ) {
    this.store = new ReportStore(state, owner, () => clock.now());
    const process = () => ({ startedAt: 0, cpuSeconds: clock.now() / 2000, memoryBytes: 10, memoryLimitBytes: 100 });
    const report = (error: unknown) => assert.fail(String(error));
    this.recorder = new ReportRecorder({ store: this.store, clock, process, report });
  }

  hear(...events: readonly HubEvent[]): void {
    for (const event of events) this.recorder.follow(stamp(event, this.clock.now()));
  }

  report(range: ReportRange = "day") {
    return report(range, this.recorder.logs(), this.clock.now());
  }
}

/** A report of a command, which is a process of its own. */
const reportOf = (state: MapStore, clock: FakeClock, range: ReportRange = "month") =>
  report(range, new ReportStore(state, "command", () => clock.now()).others(), clock.now());

const checkOf = (name: string, { checks }: ReturnType<typeof report>) =>
  checks.find(({ target }) => target === name) ?? assert.fail(name);

describe("the report", () => {
  it("says of each target what was measured, and whether it was met", () => {
    const one = new Process(new FakeClock(), new MapStore());
    one.hear(changed(states.starting()), changed(states.ready));
    for (let n = 0; n < 990; n++) one.hear(ended({ ms: 100, split: { approval: 0, queue: 80, waits: 0, server: 20 } }));
    for (let n = 0; n < 8; n++) one.hear(failed("bad-arguments"));
    one.hear(failed("timeout"), failed("timeout"), ended({ outcome: "cancelled" }));
    one.clock.pass(10 * 60_000);
    const figures = one.report();
    assert.deepEqual(figures.calls, {
      answered: 990,
      toolErrors: 0,
      callerErrors: 8,
      serviceErrors: 2,
      givenUp: 1,
      total: 1001,
    });
    const verdicts = Object.fromEntries(figures.checks.map(({ target, met }) => [target, met]));
    assert.deepEqual(verdicts, {
      ...{ uptime: true, "service-errors": false, "caller-errors": true, connections: true, recovery: undefined },
      ...{ "latency-p95": true, "overhead-p95": false, cpu: true, memory: true },
    });
    assert.equal(checkOf("service-errors", figures).value, 0.002);
    assert.ok(Math.abs((checkOf("cpu", figures).value ?? 0) - 0.5) < 0.01);
    assert.ok(Math.abs((figures.latencyMs?.p95 ?? 0) - 100) <= 2);
    assert.deepEqual([figures.ranMs, figures.callsPerMinute?.peak], [600_000, 1001]);
  });

  it("measures uptime, connections, and recoveries of each server", () => {
    const one = new Process(new FakeClock(), new MapStore());
    one.hear(changed(states.starting()), changed(states.ready), changed(states.ready, "web"));
    one.clock.pass(90_000);
    one.hear(changed(states.starting()), changed(states.waiting()), changed(states.starting(2)));
    one.clock.pass(10_000);
    one.hear(changed(states.ready));
    one.hear(changed(states.starting(), "web"), changed(states.waiting(), "web"));
    const figures = one.report();
    const [files, web] = figures.servers;
    assert.deepEqual(web?.connections, { succeeded: 1, failed: 1, share: 1 / 2 });
    assert.equal(checkOf("connections", figures).value, 3 / 5, "of all servers together");
    assert.deepEqual(files, {
      server: "files",
      uptime: 0.9,
      connections: { succeeded: 2, failed: 1, share: 2 / 3 },
      recoveries: { count: 1, meanMs: 10_000, longestMs: 10_000 },
    });
    assert.deepEqual([web?.uptime, web?.recoveries], [1, undefined]);
  });

  it("says that there is no data, and does not judge without it", () => {
    const clock = new FakeClock();
    clock.pass(dayMs);
    const nothing = reportOf(new MapStore(), clock);
    assert.deepEqual(
      nothing.checks.map(({ met, value }) => [met, value]),
      nothing.checks.map(() => [undefined, undefined]),
    );
    assert.match(reportText(nothing), /^No figures are kept/);
    const idle = new Process(clock, new MapStore());
    clock.pass(hourMs);
    const text = reportText(idle.report());
    assert.match(text, /^latency, p95 +≤ 500 ms +no data$/m);
    assert.match(text, /^processor +≤ 70 % +50 % +met$/m);
  });

  it("is a text with a line for each target and each server", () => {
    const one = new Process(new FakeClock(0), new MapStore());
    one.hear(changed(states.starting()), changed(states.waiting()), changed(states.starting(2)), changed(states.ready));
    one.hear(ended({ ms: 3000 }), failed("timeout"));
    one.clock.pass(hourMs);
    const text = reportText(one.report());
    assert.match(text, /^1970-01-01 00:00 to 1970-01-01 01:00 \(UTC\)\. A hub ran for 1 h 0 min of it\.$/m);
    assert.match(text, /^latency, p95 +≤ 500 ms +3\.0 s +MISSED$/m);
    assert.match(text, /^errors of hub and servers \(5xx\) +≤ 0\.1 % +50 % +MISSED$/m);
    assert.match(text, /^files +100 % +50 % \(1\/2\) +no data$/m);
  });

  it("outlives the process, and a new process continues the log of one that has ended", async () => {
    const [clock, state] = [new FakeClock(), new MapStore()];
    for (const owner of ["one", "two", "three"]) {
      const process = new Process(clock, state, owner);
      process.hear(ended());
      clock.pass(120_000);
      await process.recorder.close();
    }
    assert.equal(state.values.size, 1);
    const figures = reportOf(state, clock, "day");
    assert.deepEqual([figures.calls.total, figures.ranMs], [3, 360_000]);
  });

  it("puts the figures of several processes together", async () => {
    const [clock, state] = [new FakeClock(), new MapStore()];
    const processes = ["one", "two"].map((owner) => new Process(clock, state, owner));
    clock.pass(1000);
    for (const process of processes) {
      process.hear(ended());
      await process.recorder.close(); // the second takes the free place of the first
    }
    assert.equal(reportOf(state, clock).calls.total, 2);
    const running = ["three", "four"].map((owner) => new Process(clock, state, owner));
    for (const process of running) process.hear(ended());
    clock.pass(60_000);
    await new Promise(setImmediate);
    assert.equal(state.values.size, 2);
    assert.equal(reportOf(state, clock).calls.total, 4);
    assert.equal(running[0]?.report().calls.total, 4, "its own, and those of the others");
  });

  it("takes the place of a process that was killed", async () => {
    const [clock, state] = [new FakeClock(), new MapStore()];
    const killed = new Process(clock, state, "killed");
    killed.hear(ended());
    clock.pass(60_000);
    await new Promise(setImmediate);
    killed.recorder.dispose();
    clock.pass(16 * 60_000);
    const next = new Process(clock, state, "next");
    next.hear(ended());
    await next.recorder.close();
    assert.equal(state.values.size, 1);
    assert.equal(reportOf(state, clock).calls.total, 2);
  });

  it("writes at most once a minute, and every five minutes where nothing happens", async () => {
    const [clock, state] = [new FakeClock(), new MapStore()];
    const busy = new Process(clock, state);
    for (let minute = 0; minute < 10; minute++) {
      for (let n = 0; n < 50; n++) busy.hear(ended());
      clock.pass(60_000);
      await new Promise(setImmediate);
    }
    assert.equal(state.writes, 10);
    for (const writes of [11, 12]) {
      clock.pass(5 * 60_000);
      await new Promise(setImmediate);
      assert.equal(state.writes, writes);
    }
  });

  it("covers a day, a week, or a month, and forgets what is older", async () => {
    const [clock, state] = [new FakeClock(), new MapStore()];
    const one = new Process(clock, state);
    for (let day = 0; day < 40; day++) {
      one.hear(ended());
      clock.pass(dayMs);
    }
    one.hear(ended());
    assert.equal(one.report("day").calls.total, 2);
    assert.equal(one.report("week").calls.total, 8);
    const month = one.report("month");
    assert.equal(month.calls.total, 31);
    assert.ok(month.latencyMs && Math.abs(month.latencyMs.p99 - 10) <= 0.2);
    await one.recorder.close();
    assert.equal(reportOf(state, clock).calls.total, 31);
    clock.pass(60 * dayMs);
    assert.equal(reportOf(state, clock).calls.total, 0);
  }).timeout(20_000);

  it("stores a busy month of ten servers within 150,000 characters, and never more than its limit", () => {
    const fill = (servers: number) => {
      const log = new PeriodLog();
      for (let hour = 0; hour < 31 * 24; hour++) {
        const figures = log.at(hour * hourMs);
        for (let n = 0; n < 200; n++) figures.addCall(ended({ ms: 1.07 ** (n / 2) }));
        for (let n = 0; n < servers; n++) figures.server(`${"a-long-name".repeat(servers / 5)}-${n}`).upMs += 3_600_000;
      }
      log.tidy(31 * dayMs);
      return JSON.stringify(log.stored("owner", 31 * dayMs)).length;
    };
    assert.ok(fill(10) < 150_000, `${fill(10)} characters`);
    assert.ok(fill(60) <= logLimit, `${fill(60)} characters`);
  }).timeout(20_000);

  it("takes what it cannot read for missing", () => {
    const state = new MapStore();
    void state.set("operations.report.0", { owner: 7 });
    void state.set("operations.report.1", "junk");
    assert.equal(reportOf(state, new FakeClock()).calls.total, 0);
  });
});
