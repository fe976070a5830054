import assert from "node:assert/strict";
import { WorkBudget } from "../../../../src/core/kernel/untrusted/workBudget";

const tooMuch = { message: "it would take too much work" };

describe("the budget of work that a server decides", () => {
  let time = 1000;
  const budget = (steps: number, ms: number) => new WorkBudget({ steps, ms }, () => time);
  /** Spends a step after each of these pauses, in milliseconds. */
  const spendAfter = (one: WorkBudget, ...pauses: number[]) => {
    for (const pause of pauses) {
      time += pause;
      one.spend();
    }
  };

  it("has all of its steps and not one more", () => {
    const one = budget(10, 50);
    one.spend(9);
    one.spend();
    assert.throws(() => one.spend(), tooMuch);
  });

  it("has all of its time and no more", () => {
    const one = budget(1000, 50);
    spendAfter(one, 20, 20, 10);
    assert.throws(() => spendAfter(one, 1), tooMuch);
  });

  it("forgives one pause of the system, however long, but not a second", () => {
    const one = budget(1000, 50);
    spendAfter(one, 10_000, 1, 24);
    assert.throws(() => spendAfter(one, 10_000), tooMuch);
  });

  it("knows no time where it has no limit of it", () => {
    spendAfter(budget(10, Number.POSITIVE_INFINITY), 1e9, 1e9, 1e9);
    assert.throws(() => budget(0, Number.POSITIVE_INFINITY).spend(), tooMuch);
  });
});
