import assert from "node:assert/strict";
import { ReadBudget } from "../../../src/mcp/wire/readBudget";

/** A budget over a clock of a test; `reads` counts how often it was read. */
function setUp() {
  const clock = { now: 1000, reads: 0 };
  const budget = new ReadBudget(() => {
    clock.reads++;
    return clock.now;
  });
  const lines = (count: number) => Array.from({ length: count }, () => budget.hasTimeLeft());
  return { clock, budget, lines };
}

describe("the time for the messages of one server", () => {
  it("is over after a quarter of a millisecond, seen with each eighth line", () => {
    const { clock, budget, lines } = setUp();
    budget.start();
    clock.now += 0.24;
    assert.deepEqual(lines(8), Array(8).fill(true));
    clock.now += 0.01;
    assert.deepEqual(lines(8), [...Array(7).fill(true), false]);
  });

  it("begins again with each start, and so do its lines", () => {
    const { clock, budget, lines } = setUp();
    budget.start();
    lines(5);
    clock.now += 100;
    budget.start();
    assert.equal(clock.reads, 2, "the clock is read at the starts only");
    assert.deepEqual(lines(8), Array(8).fill(true));
    assert.equal(clock.reads, 3);
  });
});
