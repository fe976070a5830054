import assert from "node:assert/strict";
import { CallLimiter } from "../../../../src/core/calls/limits/callLimiter";
import { FakeClock } from "../../../support/fakeClock";

function setUp(maxConcurrentCalls: number, more: { callsPerMinute?: number; burst?: number } = {}) {
  const clock = new FakeClock(0);
  const queued: number[] = [];
  const limiter = new CallLimiter(
    clock,
    (waiting) => queued.push(waiting),
    () => {},
  );
  limiter.follow({
    ...{ callsPerMinute: 0, callsPerSecond: 0, burst: 0, adaptiveRate: false },
    ...more,
    maxConcurrentCalls,
  });
  const begun: string[] = [];
  const waiting = (name: string) => ({ path: ["a", "b"], start: () => void begun.push(name) });
  const enter = (times: number) => Array.from({ length: times }, () => limiter.enter());
  return { clock, limiter, queued, begun, waiting, enter };
}

describe("the way to one server", () => {
  it("has as many calls at once as are set, and passes each place on", () => {
    const { limiter, enter, begun, waiting, queued } = setUp(2);
    assert.deepEqual([enter(3), limiter.inFlight], [[true, true, false], 2]);
    for (const name of ["x", "y"]) limiter.add(waiting(name));
    assert.deepEqual([begun, queued, limiter.waiting, limiter.enter()], [[], [1, 2], 2, false]);
    limiter.leave();
    assert.deepEqual([begun, queued, limiter.inFlight], [["x"], [1, 2, 1], 2]);
  });

  it("lets nobody overtake who waits", () => {
    const { clock, limiter, enter, begun, waiting } = setUp(2, { callsPerMinute: 60, burst: 1 });
    assert.deepEqual(enter(2), [true, false]);
    limiter.add(waiting("x"));
    clock.pass(999);
    assert.deepEqual([begun, limiter.enter(), limiter.waitMs()], [[], false, 1001], "behind x");
    clock.pass(1);
    assert.deepEqual([begun, limiter.waiting, clock.waiting], [["x"], 0, 0]);
  });

  it("needs no alarm once the last who waited has given up", () => {
    const { clock, limiter, enter, waiting, queued } = setUp(2, { callsPerMinute: 60, burst: 1 });
    enter(1);
    const [x, y] = [waiting("x"), waiting("y")];
    limiter.add(x);
    limiter.add(y);
    assert.equal(clock.waiting, 1);
    limiter.remove(x);
    assert.deepEqual([clock.waiting, queued.at(-1)], [1, 1]);
    limiter.remove(y);
    assert.deepEqual([clock.waiting, queued.at(-1)], [0, 0]);
  });

  it("may have half as many calls after it said that it was too many, once for those that ran already", () => {
    const { clock, limiter, enter } = setUp(10);
    enter(8);
    clock.pass(10);
    limiter.tooMany(5, undefined);
    assert.equal(limiter.limit, 4);
    limiter.tooMany(10, undefined);
    assert.equal(limiter.limit, 4, "it began before the cut");
    clock.pass(10);
    limiter.tooMany(11, undefined);
    assert.equal(limiter.limit, 2);
    for (let n = 0; n < 3; n++) {
      clock.pass(10);
      limiter.tooMany(clock.now() - 1, undefined);
    }
    assert.equal(limiter.limit, 1, "one at least");
  });

  it("gets a little more with each call that goes well, up to what is set", () => {
    const { clock, limiter, enter } = setUp(4);
    enter(4);
    clock.pass(10);
    limiter.tooMany(5, undefined);
    const limits = Array.from({ length: 9 }, () => {
      limiter.wentWell();
      return limiter.limit;
    });
    assert.deepEqual(limits, [2, 2, 3, 3, 3, 4, 4, 4, 4]);
  });

  it("is asked again after the pause that it asked for, and after five minutes at the latest", () => {
    for (const [asked, waited] of [
      [2000, 2000],
      [299_999, 299_999],
      [900_000, 300_000],
    ] as const) {
      const { clock, limiter, begun, waiting, enter } = setUp(5);
      clock.pass(10);
      limiter.tooMany(5, asked);
      assert.deepEqual([limiter.waitMs(), enter(1)], [waited, [false]]);
      limiter.add(waiting("x"));
      clock.pass(waited - 1);
      assert.deepEqual(begun, []);
      clock.pass(1);
      assert.deepEqual(begun, ["x"]);
    }
  });

  it("does not shorten a pause by a shorter one", () => {
    const { clock, limiter } = setUp(5);
    clock.pass(10);
    limiter.tooMany(5, 5000);
    limiter.tooMany(5, 1000);
    assert.equal(limiter.waitMs(), 5000);
  });

  it("gives a place back to a call that gave it up before it gives it to another", () => {
    const { limiter, enter, begun, waiting } = setUp(1);
    enter(1);
    limiter.leave();
    assert.equal(limiter.inFlight, 0);
    enter(1);
    limiter.add(waiting("x"));
    limiter.comeBack(() => void begun.push("back"));
    assert.deepEqual([begun, limiter.enter()], [[], false]);
    limiter.leave();
    assert.deepEqual([begun, limiter.inFlight], [["back"], 1]);
    limiter.leave();
    assert.deepEqual(begun, ["back", "x"]);
  });

  it("does not wait for a call that stays away", () => {
    const { limiter, enter, begun } = setUp(1);
    enter(1);
    const back = () => void begun.push("back");
    limiter.comeBack(back);
    limiter.stayAway(back);
    limiter.leave();
    assert.deepEqual([begun, limiter.enter()], [[], true]);
  });
});
