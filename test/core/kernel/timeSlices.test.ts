import assert from "node:assert/strict";
import { inSlices } from "../../../src/core/kernel/timeSlices";

/** Keeps the process busy for so long, in milliseconds. */
function work(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

describe("work in turns", () => {
  it("gives every item, in order", async () => {
    const given: string[] = [];
    for await (const item of inSlices(["a", "b", "c"])) given.push(item);
    assert.deepEqual(given, ["a", "b", "c"]);
    for await (const item of inSlices([])) assert.fail(item);
  });

  it("lets others have their turn between items that take long", async () => {
    const done: string[] = [];
    setTimeout(() => done.push("another"), 0);
    for await (const item of inSlices(["first", "second", "third"])) {
      work(10);
      done.push(item);
    }
    assert.deepEqual(done, ["first", "another", "second", "third"]);
  });
});
