import assert from "node:assert/strict";
import { SharedTimer } from "../../../src/core/kernel/sharedTimer";
import { FakeClock } from "../../support/fakeClock";

function timing() {
  const clock = new FakeClock();
  const rung: string[] = [];
  const timer = new SharedTimer(clock);
  return { clock, rung, timer, set: (ms: number, name: string) => timer.after(ms, () => rung.push(name)) };
}

describe("a shared timer", () => {
  it("rings each alarm at its time, and none that was given up", () => {
    const { clock, rung, set } = timing();
    set(60, "a");
    const given = set(60, "b");
    set(20, "c");
    clock.pass(10);
    set(60, "d");
    given.dispose();
    given.dispose();
    for (const [ms, names] of [
      [9, []],
      [1, ["c"]],
      [39, ["c"]],
      [1, ["c", "a"]],
      [9, ["c", "a"]],
      [1, ["c", "a", "d"]],
    ] as const) {
      clock.pass(ms);
      assert.deepEqual(rung, names, `at ${clock.now()}`);
    }
  });

  it("uses one timer for many, which does not count as one that somebody waits for", () => {
    const { clock, set } = timing();
    const alarms = Array.from({ length: 200 }, (_, n) => set(60, `${n}`));
    assert.deepEqual([clock.waiting, clock.background], [0, 1]);
    for (const alarm of alarms) alarm.dispose();
    assert.deepEqual([clock.waiting, clock.background], [0, 1]);
    clock.pass(60);
    assert.deepEqual([clock.waiting, clock.background], [0, 0]);
  });

  it("takes an alarm that is set while one rings, and lets one end another", () => {
    const { clock, rung, timer, set } = timing();
    timer.after(10, () => {
      rung.push("first");
      other.dispose();
      set(5, "second");
    });
    const other = set(10, "other");
    set(30, "last");
    clock.pass(15);
    assert.deepEqual(rung, ["first", "second"]);
    clock.pass(15);
    assert.deepEqual(rung, ["first", "second", "last"]);
  });

  it("rings no later because the clock was set back, and late alarms at once when the machine wakes", () => {
    const { clock, rung, set } = timing();
    clock.pass(10_000);
    set(60, "before");
    clock.setBack(5000);
    set(100, "after");
    clock.pass(60);
    assert.deepEqual(rung, ["before"]);
    clock.pass(40);
    assert.deepEqual(rung, ["before", "after"]);
    set(60, "slept");
    clock.sleep(10_000);
    assert.deepEqual(rung, ["before", "after", "slept"]);
  });
});
