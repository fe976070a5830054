import assert from "node:assert/strict";
import { BoundedRecords } from "../../../src/core/kernel/boundedRecords";
import { MapStore } from "../../support/mapStore";

describe("records within a bound", () => {
  it("drop those that were written longest ago", async () => {
    const store = new MapStore();
    const records = new BoundedRecords(store, "r", 30, (error) => assert.fail(String(error)));
    records.set("a", "x".repeat(10));
    records.set("b", "x".repeat(10));
    records.set("a", "y".repeat(10));
    records.set("c", "x".repeat(10));
    assert.deepEqual(records.ids(), ["a", "c"]);
    assert.deepEqual([records.get("a"), records.get("b")], ["y".repeat(10), undefined]);
    records.set("d", "x".repeat(100));
    assert.deepEqual([records.ids(), store.values.size], [[], 1], "What fits nowhere is not kept.");
  });
});
