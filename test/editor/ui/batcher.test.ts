import assert from "node:assert/strict";
import { createBatcher } from "../../../src/editor/ui/batcher";
import { FakeClock } from "../../support/fakeClock";

describe("a batcher", () => {
  it("passes on the items of a while together, each once", () => {
    const clock = new FakeClock();
    const batches: string[][] = [];
    const batcher = createBatcher<string>(clock, 100, (items) => batches.push([...items]));
    for (const item of ["a", "b", "a"]) batcher.add(item);
    clock.pass(99);
    assert.deepEqual(batches, []);
    clock.pass(1);
    batcher.add("c");
    clock.pass(100);
    assert.deepEqual(batches, [["a", "b"], ["c"]]);
  });

  it("passes nothing on after it is disposed, and leaves no timer", () => {
    const clock = new FakeClock();
    const batches: unknown[] = [];
    const batcher = createBatcher<string>(clock, 100, (items) => batches.push(items));
    batcher.add("a");
    batcher.dispose();
    batcher.add("b");
    clock.pass(1000);
    assert.deepEqual([batches.length, clock.waiting], [0, 0]);
  });
});
