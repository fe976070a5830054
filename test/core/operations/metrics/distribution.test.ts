import assert from "node:assert/strict";
import { Distribution } from "../../../../src/core/operations/metrics/distribution";

describe("a distribution", () => {
  it("puts each duration into the first bucket whose bound it does not exceed", () => {
    const distribution = new Distribution([1, 2]);
    for (const seconds of [1, 1.5, 2, 2.5, -1, Number.NaN]) distribution.add(seconds);
    assert.deepEqual([distribution.counts, distribution.count, distribution.sum], [[3, 2, 1], 6, 7]);
  });
});
