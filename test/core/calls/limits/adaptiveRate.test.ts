import assert from "node:assert/strict";
import { AdaptiveRate } from "../../../../src/core/calls/limits/adaptiveRate";
import { FakeClock } from "../../../support/fakeClock";

/** A server that has been called so many times a second; `told`: the rates that it is held to. */
function called(...perSecond: readonly number[]) {
  const clock = new FakeClock();
  const told: (number | undefined)[] = [];
  const rate = new AdaptiveRate(clock, (perMinute) => told.push(perMinute));
  for (const count of perSecond) {
    for (let n = 0; n < count; n++) rate.began(clock.now());
    clock.pass(1000);
  }
  return { clock, rate, told };
}

const each = (count: number): readonly number[] => new Array<number>(10).fill(count);

describe("the rate of a server that said that it was too many", () => {
  it("is half of what it was in the last ten seconds", () => {
    const { rate, told, clock } = called(...each(3));
    assert.deepEqual([rate.holds, rate.has(clock.now()), rate.waitMs(clock.now(), 5)], [false, true, 0]);
    rate.tooMany(clock.now() - 1);
    assert.deepEqual([told, rate.holds], [[90], true]);
  });

  it("counts no call that is longer ago", () => {
    const { rate, told, clock } = called(100, ...each(3));
    rate.tooMany(clock.now() - 1);
    assert.deepEqual(told, [90]);
    const still = called(...each(3));
    still.clock.pass(4000);
    still.rate.tooMany(still.clock.now() - 1);
    assert.deepEqual(still.told, [54], "six seconds of calls, and four without");
  });

  it("is left alone below 60 calls a minute", () => {
    for (const [perSecond, rates] of [
      [[9], []],
      [[10], [30]],
    ] as const) {
      const { rate, told } = called(...perSecond);
      rate.tooMany(500);
      assert.deepEqual(told, rates);
    }
  });

  it("is halved by each further refusal, and never below six", () => {
    const { rate, told, clock } = called(...each(1));
    for (let n = 0; n < 4; n++) rate.tooMany(clock.now() - 1);
    assert.deepEqual(told, [30, 15, 8, 6]);
  });

  it("rises every ten seconds by a tenth of what was too much, until it has stood half as much again", () => {
    const { rate, told, clock } = called(...each(1));
    rate.tooMany(clock.now() - 1);
    assert.deepEqual([clock.background, clock.waiting], [1, 0], "nothing is held open by it");
    clock.pass(9999);
    assert.deepEqual(told, [30]);
    clock.pass(1);
    assert.deepEqual(told, [30, 36]);
    clock.pass(80_000);
    assert.deepEqual(told, [30, 36, 42, 48, 54, 60, 66, 72, 78, 84]);
    clock.pass(10_000);
    assert.deepEqual([told.at(-1), rate.holds, clock.background], [undefined, false, 0]);
    assert.equal(told.length, 11);
  });

  it("begins its rise again with a refusal", () => {
    const { rate, told, clock } = called(...each(1));
    rate.tooMany(clock.now() - 1);
    clock.pass(5000);
    rate.tooMany(clock.now());
    clock.pass(9999);
    assert.deepEqual([told, clock.background], [[30, 15], 1]);
    clock.pass(1);
    assert.deepEqual(told, [30, 15, 18]);
  });

  it("holds calls back, and lets go of them at its end", () => {
    const { rate, told, clock } = called(...each(2));
    rate.tooMany(clock.now() - 1);
    const now = clock.now();
    assert.equal(rate.has(now), true);
    rate.take(now);
    assert.deepEqual([rate.has(now), rate.waitMs(now, 0), rate.waitMs(now, 2)], [false, 1000, 3000]);
    rate.dispose();
    assert.deepEqual([told, rate.holds, clock.background], [[60, undefined], false, 0]);
    rate.dispose();
    assert.equal(told.length, 2, "said once");
  });
});
