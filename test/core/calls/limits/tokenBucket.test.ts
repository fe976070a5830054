import assert from "node:assert/strict";
import { TokenBucket } from "../../../../src/core/calls/limits/tokenBucket";
import { seeded } from "../../../support/callFixture";

describe("TokenBucket", () => {
  it("in no span of time lets more through than its rate and one second's worth", () => {
    for (const perMinute of [1, 7, 60, 600, 6000]) {
      const random = seeded(perMinute);
      const bucket = new TokenBucket(perMinute, 0);
      const passed: number[] = [];
      // Bursts and pauses of every length, always asking for more than there is.
      for (let now = 0, i = 0; i < 1500; i++, now += random() < 0.1 ? random() * 90_000 : random() * 300)
        while (bucket.take(now)) passed.push(now);
      assert.ok(passed.length > 20, "something passes");
      for (let from = 0; from < Math.min(passed.length, 5000); from++)
        for (let to = from; to < Math.min(passed.length, from + 150); to++) {
          const span = (passed[to] ?? 0) - (passed[from] ?? 0);
          const most = Math.max(1, perMinute / 60) + (span * perMinute) / 60_000 + 1e-6;
          if (to - from + 1 > most) assert.fail(`${to - from + 1} in ${span} ms at ${perMinute} a minute`);
        }
    }
  });

  it("says exactly when the next may pass, also behind others", () => {
    const bucket = new TokenBucket(60, 0);
    assert.equal(bucket.waitMs(0), 0);
    assert.ok(bucket.take(0));
    assert.deepEqual([bucket.waitMs(0), bucket.waitMs(400), bucket.waitMs(400, 2)], [1000, 600, 2600]);
    assert.equal(bucket.take(999), false);
    assert.ok(bucket.take(1000));
  });

  it("gives nothing away when the clock is set back", () => {
    const bucket = new TokenBucket(60, 100_000);
    assert.ok(bucket.take(100_000));
    assert.equal(bucket.take(50_000), false);
    assert.equal(bucket.take(50_999), false);
    assert.ok(bucket.take(51_000));
  });

  it("lets a whole burst through, and keeps what it has when its rate changes", () => {
    const bucket = new TokenBucket(60, 0, 3);
    assert.deepEqual(
      [1, 2, 3, 4].map(() => bucket.take(0)),
      [true, true, true, false],
    );
    const faster = bucket.at(600, 1000);
    assert.deepEqual([faster.waitMs(1000), faster.waitMs(1000, 1)], [0, 100]);
  });
});
