import assert from "node:assert/strict";
import { Slots } from "../../../src/core/kernel/slots";

describe("Slots", () => {
  it("gives out rising numbers, and knows only what is still there", () => {
    const slots = new Slots<{ name: string }>(1_000_000_000);
    const [a, b] = ["a", "b"].map((name) => slots.add({ name }));
    assert.deepEqual([a, b], [1_000_000_001, 1_000_000_002]);
    assert.deepEqual(slots.take(a ?? 0), { name: "a" });
    assert.equal(slots.take(a ?? 0), undefined);
    assert.equal(slots.get(a ?? 0), undefined);
    assert.deepEqual(slots.get(b ?? 0), { name: "b" });
    assert.deepEqual(slots.numbers(), [b]);
  });

  it("keeps what stays long while thousands come and go, and never gives a number twice", () => {
    const slots = new Slots<{ n: number }>(0);
    const stays = slots.add({ n: -1 });
    const seen = new Set([stays]);
    for (let n = 0; n < 5000; n++) {
      const id = slots.add({ n });
      seen.add(id);
      assert.deepEqual(slots.take(id), { n });
    }
    assert.equal(seen.size, 5001);
    assert.deepEqual(slots.take(stays), { n: -1 });
  });

  it("grows with what it holds, and does not take an old number for a new one in the same place", () => {
    const slots = new Slots<{ n: number }>(0);
    const ids = Array.from({ length: 1000 }, (_, n) => slots.add({ n }));
    assert.deepEqual(
      ids.map((id) => slots.get(id)?.n),
      ids.map((_, n) => n),
    );
    for (const id of ids.slice(0, 500)) slots.take(id);
    const later = ids.slice(0, 500).map((_, n) => slots.add({ n: n + 1000 }));
    for (const id of ids.slice(0, 500)) assert.equal(slots.get(id), undefined);
    assert.deepEqual(
      later.map((id) => slots.get(id)?.n),
      later.map((_, n) => n + 1000),
    );
    assert.equal(slots.numbers().length, 1000);
  });
});
