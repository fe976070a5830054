import assert from "node:assert/strict";
import { CallRate, type RateOptions } from "../../../../src/core/calls/limits/callRate";
import { FakeClock } from "../../../support/fakeClock";

function setUp(more: Partial<RateOptions> = {}) {
  const clock = new FakeClock();
  const told: (number | undefined)[] = [];
  const rate = new CallRate(clock, (perMinute) => told.push(perMinute));
  const options = { callsPerMinute: 0, callsPerSecond: 0, burst: 0, adaptiveRate: true };
  const follow = (other: Partial<RateOptions>) => rate.follow({ ...options, ...other }, clock);
  follow(more);
  /** How many calls go now. */
  const passed = () => {
    let count = 0;
    while (count < 100 && rate.take(clock.now())) count++;
    return count;
  };
  return { clock, told, rate, follow, passed };
}

describe("how fast a server may be called", () => {
  it("is as fast as one likes where nothing is set", () => {
    const { rate, passed, clock } = setUp();
    assert.deepEqual([rate.isLimited, passed(), rate.waitMs(clock.now())], [false, 100, 0]);
  });

  it("is within the limit of a minute and of a second, each with its burst", () => {
    const perMinute = setUp({ callsPerMinute: 60, burst: 3 });
    assert.deepEqual([perMinute.rate.isLimited, perMinute.passed(), perMinute.rate.waitMs(0)], [true, 3, 1000]);
    const perSecond = setUp({ callsPerSecond: 2 });
    assert.deepEqual([perSecond.rate.isLimited, perSecond.passed(), perSecond.rate.waitMs(0, 1)], [true, 2, 1000]);
    const both = setUp({ callsPerMinute: 60, callsPerSecond: 10 });
    assert.deepEqual([both.passed(), both.rate.waitMs(0)], [1, 1000], "the slower of the two");
  });

  it("a call that one limit holds back takes nothing of the others", () => {
    const { passed, clock } = setUp({ callsPerMinute: 60, callsPerSecond: 2 });
    assert.equal(passed(), 1);
    clock.pass(1000);
    assert.equal(passed(), 1);
    clock.pass(500);
    assert.equal(passed(), 0);
  });

  it("keeps what it has while the settings stay as they are, and begins again where they change", () => {
    const { passed, follow, rate } = setUp({ callsPerMinute: 60, burst: 2 });
    assert.equal(passed(), 2);
    follow({ callsPerMinute: 60, burst: 2 });
    assert.equal(passed(), 0);
    follow({ callsPerMinute: 60, burst: 3 });
    assert.equal(passed(), 3);
    follow({ callsPerMinute: 120, burst: 3 });
    assert.equal(passed(), 3);
    follow({});
    assert.deepEqual([rate.isLimited, passed()], [false, 100]);
  });

  const flood = ({ rate, clock }: ReturnType<typeof setUp>) => {
    for (let n = 0; n < 20; n++) rate.began(clock.now());
    rate.tooMany(clock.now());
  };

  it("falls where the server says that it is too many", () => {
    const up = setUp();
    flood(up);
    assert.deepEqual([up.told, up.rate.isLimited, up.passed(), up.rate.waitMs(0)], [[60], true, 1, 1000]);
    up.follow({ adaptiveRate: false });
    assert.deepEqual([up.told, up.rate.isLimited, up.passed()], [[60, undefined], false, 100]);
  });

  it("does not fall where that is turned off, or once it is over", () => {
    const off = setUp({ adaptiveRate: false });
    flood(off);
    const over = setUp();
    over.rate.dispose();
    flood(over);
    assert.deepEqual([off.told, over.told], [[], []]);
    const gone = setUp();
    flood(gone);
    gone.rate.dispose();
    assert.deepEqual([gone.told, gone.clock.background], [[60, undefined], 0]);
  });
});
