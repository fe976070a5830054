import assert from "node:assert/strict";
import { FairQueue } from "../../../../src/core/calls/limits/fairQueue";
import { seeded } from "../../../support/callFixture";

describe("FairQueue", () => {
  it("takes turns among keys and keeps the order within one", () => {
    const queue = new FairQueue<string>();
    for (const item of ["a1", "a2", "a3", "b1", "c1", "c2"]) queue.add([item.charAt(0)], item);
    const taken = Array.from({ length: 7 }, () => queue.take());
    assert.deepEqual(taken, ["a1", "b1", "c1", "a2", "c2", "a3", undefined]);
    assert.equal(queue.size, 0);
  });

  it("takes turns among callers first, and among the tools of each, whatever it has of them", () => {
    const queue = new FairQueue<string>();
    for (const tool of ["x", "y", "z"]) for (const n of [1, 2]) queue.add(["flood", tool], `flood ${tool}${n}`);
    queue.add(["quiet", "x"], "quiet x1");
    queue.add(["quiet", "x"], "quiet x2");
    const taken = Array.from({ length: 8 }, () => queue.take());
    assert.deepEqual(taken, [
      ...["flood x1", "quiet x1", "flood y1", "quiet x2"],
      ...["flood z1", "flood x2", "flood y2", "flood z2"],
    ]);
    assert.deepEqual([queue.size, queue.take()], [0, undefined]);
  });

  it("never serves a key twice while another waits, however many there are of it", () => {
    const random = seeded(7);
    const queue = new FairQueue<{ readonly key: string }>();
    const left = new Map<string, number>();
    /** For each key that waits: whom it has seen served since its own last turn. */
    const seen = new Map<string, Set<string>>();
    for (let step = 0; step < 20_000; step++) {
      const key = random() < 0.9 ? "flood" : `quiet-${Math.floor(random() * 5)}`;
      queue.add([key], { key });
      left.set(key, (left.get(key) ?? 0) + 1);
      if (!seen.has(key)) seen.set(key, new Set());
      if (random() < 0.4) continue;
      const { key: taken } = queue.take() ?? assert.fail("nothing was taken");
      left.set(taken, (left.get(taken) ?? 0) - 1);
      seen.delete(taken);
      for (const [waiting, served] of seen) {
        assert.ok(!served.has(taken), `${taken} was served twice while ${waiting} waited`);
        served.add(taken);
      }
      if (left.get(taken) !== 0) seen.set(taken, new Set());
    }
    assert.ok((left.get("flood") ?? 0) > 1000, "the flood waits");
  });

  it("forgets what gave up, and counts right", () => {
    const queue = new FairQueue<string>();
    queue.add(["a"], "a1");
    queue.add(["a"], "a2");
    queue.add(["b"], "b1");
    queue.remove(["a"], "a1");
    queue.remove(["a"], "not there");
    queue.remove(["b"], "b1");
    queue.remove(["c"], "c1");
    assert.deepEqual([queue.size, queue.take(), queue.take(), queue.size], [1, "a2", undefined, 0]);
  });
});
