import assert from "node:assert/strict";
import { RecentCalls } from "../../../../src/core/calls/limits/recentCalls";

const windowMs = 1000;

describe("the calls of the last while", () => {
  it("are counted, with those that failed and the tools that they were of", () => {
    const recent = new RecentCalls();
    assert.deepEqual(recent.share(0, windowMs), { failed: 0, of: 0, tools: 0 });
    recent.note(0, false, "a", windowMs);
    recent.note(50, true, "a", windowMs);
    assert.deepEqual(recent.share(50, windowMs), { failed: 1, of: 2, tools: 1 });
    for (const tool of ["b", "c"]) recent.note(99, true, tool, windowMs);
    assert.deepEqual(recent.share(99, windowMs), { failed: 3, of: 4, tools: 2 });
    recent.clear();
    assert.deepEqual(recent.share(99, windowMs), { failed: 0, of: 0, tools: 0 });
  });

  it("leave by tenths of the while", () => {
    const recent = new RecentCalls();
    for (let slot = 0; slot < 10; slot++) recent.note(slot * 100, slot === 0, "a", windowMs);
    assert.deepEqual(recent.share(999, windowMs), { failed: 1, of: 10, tools: 1 });
    assert.deepEqual(recent.share(1000, windowMs), { failed: 0, of: 9, tools: 0 });
    recent.note(1000, true, "b", windowMs);
    assert.deepEqual(recent.share(1000, windowMs), { failed: 1, of: 10, tools: 1 });
    assert.deepEqual(recent.share(3000, windowMs), { failed: 0, of: 0, tools: 0 });
  });

  it("go on with the part that there is where the clock was set back", () => {
    const recent = new RecentCalls();
    recent.note(500, true, "a", windowMs);
    recent.note(200, false, "a", windowMs);
    assert.deepEqual(recent.share(500, windowMs), { failed: 1, of: 2, tools: 1 });
  });
});
