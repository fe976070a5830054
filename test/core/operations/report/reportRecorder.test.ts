import assert from "node:assert/strict";
import { PeriodLog } from "../../../../src/core/operations/report/periodLog";
import { ReportRecorder } from "../../../../src/core/operations/report/reportRecorder";
import type { ReportStore } from "../../../../src/core/operations/report/reportStore";
import type { HubEvent } from "../../../../src/protocol/hubEvent";
import { FakeClock } from "../../../support/fakeClock";
import { changed, ended, stamp, states } from "../../../support/operationEvents";

const minute = 60_000;
/** Lets everything happen that is due now. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function setUp() {
  const clock = new FakeClock();
  const load = { cpuSeconds: 0, memoryBytes: 10, memoryLimitBytes: 100 };
  const done: string[] = [];
  const errors: unknown[] = [];
  const store = {
    earlier: new PeriodLog() as PeriodLog | undefined,
    take: (): PeriodLog | undefined => {
      done.push("take");
      return store.earlier;
    },
    save: async (): Promise<void> => void done.push("save"),
    leave: async (): Promise<void> => void done.push("leave"),
    others: () => [],
  };
  const recorder = new ReportRecorder({
    ...{ clock, store: store as unknown as ReportStore },
    process: () => ({ startedAt: 0, ...load }),
    report: (error) => errors.push(error),
  });
  const hear = (event: HubEvent) => recorder.follow(stamp(event, clock.now()));
  const figures = () => recorder.logs()[0]?.since(0).at(-1)?.figures ?? assert.fail();
  const pass = async (ms: number) => {
    clock.pass(ms);
    await turn();
  };
  return { clock, load, done, errors, store, recorder, hear, figures, pass };
}

describe("the recorder of figures", () => {
  it("takes a place when it first has something to store, and stores each minute with a call", async () => {
    const { done, hear, pass } = setUp();
    hear(ended());
    await pass(minute - 1);
    assert.deepEqual(done, []);
    await pass(1);
    hear(ended());
    await pass(minute);
    assert.deepEqual(done, ["take", "save", "save"]);
  });

  it("stores every five minutes where nothing happens, counted from the last time", async () => {
    const { done, hear, pass } = setUp();
    await pass(4 * minute);
    assert.deepEqual(done, []);
    await pass(minute);
    assert.deepEqual(done.splice(0), ["take", "save"]);
    await pass(3 * minute);
    hear(ended());
    await pass(minute);
    assert.deepEqual(done.splice(0), ["save"]);
    for (let n = 0; n < 4; n++) await pass(minute);
    assert.deepEqual(done, []);
    await pass(minute);
    assert.deepEqual(done, ["save"]);
  });

  it("asks again where all places are taken, and does not lose what it has", async () => {
    const { done, store, hear, pass, figures } = setUp();
    store.earlier = undefined;
    hear(ended());
    await pass(minute);
    hear(ended());
    store.earlier = new PeriodLog();
    store.earlier.at(0).calls.answered = 5;
    await pass(minute);
    assert.deepEqual(done, ["take", "take", "save"]);
    assert.equal(figures().calls.answered, 7, "with those of the log that it continues");
  });

  it("stores once at a time, reports what could not be stored, and tries again", async () => {
    const { done, errors, store, hear, pass } = setUp();
    let fail: (error: Error) => void = () => {};
    store.save = () => {
      done.push("save");
      return new Promise((_, reject) => (fail = reject));
    };
    for (let n = 0; n < 3; n++) {
      hear(ended());
      await pass(minute);
    }
    assert.deepEqual(done, ["take", "save"]);
    fail(new Error("full"));
    await turn();
    assert.deepEqual(errors.map(String), ["Error: full"]);
    hear(ended());
    await pass(minute);
    assert.deepEqual(done, ["take", "save", "save"]);
  });

  it("gives its place back at its end, once, and stores nothing afterwards", async () => {
    const { clock, done, store, errors, recorder, hear, pass } = setUp();
    hear(ended());
    store.leave = async () => {
      done.push("leave");
      throw new Error("full");
    };
    await Promise.all([recorder.close(), recorder.close()]);
    await pass(10 * minute);
    assert.deepEqual([done, errors.map(String), clock.background], [["take", "leave"], ["Error: full"], 0]);
  });

  it("keeps the most calls of a minute, and the time that it ran", async () => {
    const { hear, pass, figures } = setUp();
    for (const calls of [1, 3, 2]) {
      for (let n = 0; n < calls; n++) hear(ended());
      await pass(minute);
    }
    assert.deepEqual([figures().peak, figures().ranMs, figures().calls.answered], [3, 3 * minute, 6]);
  });

  it("counts two minutes at most for one look, since the machine may have slept, and no time that goes back", () => {
    const { clock, figures } = setUp();
    clock.sleep(30 * minute);
    assert.equal(figures().ranMs, 2 * minute);
    clock.setBack(10 * minute);
    assert.equal(figures().ranMs, 2 * minute);
  });

  it("measures the load of the process when half a minute has passed", () => {
    const { clock, load, figures } = setUp();
    clock.pass(29_999);
    load.cpuSeconds = 15;
    assert.equal(figures().cpu.count, 0);
    clock.pass(1);
    assert.deepEqual([figures().cpu.count, figures().cpu.mean, figures().memory.mean], [1, 0.5, 0.1]);
    load.cpuSeconds = 0; // the process began again
    load.memoryLimitBytes = 0;
    clock.pass(30_000);
    assert.deepEqual([figures().cpu.count, figures().cpu.mean, figures().memory.count], [2, 0.25, 1]);
  });

  it("adds up how long each server is there and away, until it is removed", () => {
    const { clock, hear, figures } = setUp();
    hear(changed(states.ready));
    clock.pass(10_000);
    hear(changed(states.waiting()));
    clock.pass(4000);
    hear({ type: "server.removed", server: "files" });
    clock.pass(5000);
    const { upMs, downMs, connected } = figures().server("files");
    assert.deepEqual([upMs, downMs, connected], [10_000, 4000, 1]);
  });
});
