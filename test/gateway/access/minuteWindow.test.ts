import assert from "node:assert/strict";
import { MinuteWindow } from "../../../src/gateway/access/minuteWindow";

describe("what happened within a minute", () => {
  const start = 1_800_000_000_000;

  it("is counted to the second, and forgotten after it", () => {
    const window = new MinuteWindow();
    for (const [after, count] of [
      [0, 1],
      [0, 2],
      [30_000, 3],
      [59_999, 4],
      [60_000, 3],
      [89_000, 4],
      [90_000, 4],
      [500_000, 1],
    ] as const) {
      window.add(start + after);
      assert.equal(window.count(start + after), count, `after ${after} ms`);
    }
    assert.equal(window.count(start + 1e9), 0);
  });

  it("says when there is room again", () => {
    const window = new MinuteWindow();
    for (const after of [0, 10_000, 20_000]) window.add(start + after);
    const now = start + 20_000;
    assert.deepEqual(
      [3, 2, 1].map((limit) => window.secondsUntilBelow(limit, now)),
      [40, 50, 60],
    );
    assert.equal(window.count(start + 59_000), 3);
    assert.equal(window.count(start + 60_000), 2);
  });

  it("loses nothing to a clock that is set back", () => {
    const window = new MinuteWindow();
    window.add(start);
    window.add(start - 30_000);
    assert.equal(window.count(start - 30_000), 2);
    assert.equal(window.count(start), 2);
  });
});
