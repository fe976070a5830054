import assert from "node:assert/strict";
import { Distribution, requestBounds, slowBounds } from "../../../../src/core/operations/metrics/distribution";

describe("a distribution", () => {
  it("puts each duration into the first bucket whose bound it does not exceed", () => {
    const distribution = new Distribution([1, 2]);
    for (const seconds of [1, 1.5, 2, 2.5, -1, Number.NaN]) distribution.add(seconds);
    assert.deepEqual([distribution.counts, distribution.count, distribution.sum], [[3, 2, 1], 6, 7]);
  });

  it("of requests has the bounds that dashboards are made for", () => {
    assert.equal(new Distribution().bounds, requestBounds);
    assert.equal(new Distribution().counts.length, requestBounds.length + 1);
    assert.deepEqual(
      requestBounds,
      [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 120_000, 300_000].map(
        (ms) => ms / 1000,
      ),
    );
    assert.deepEqual(
      slowBounds.map((seconds) => seconds / 60),
      [1 / 60, 2 / 60, 5 / 60, 10 / 60, 0.5, 1, 2, 5, 10, 30, 60],
    );
  });
});
