import assert from "node:assert/strict";
import { BoundedRecords } from "../../../src/core/kernel/boundedRecords";
import { MapStore } from "../../support/mapStore";

function setUp(limit = 10) {
  const state = new MapStore();
  const errors: unknown[] = [];
  const records = new BoundedRecords(state, "kept", limit, (error) => errors.push(error));
  const stored = () => [...state.values.keys()].filter((key) => key !== "kept").sort();
  return { state, errors, records, stored };
}

describe("bounded records", () => {
  it("are kept by id, the one that was written last at the end", () => {
    const { records, stored } = setUp();
    for (const id of ["a", "b", "a"]) records.set(id, 1);
    assert.deepEqual([records.ids(), records.get("a"), records.get("c")], [["b", "a"], 1, undefined]);
    assert.deepEqual(stored(), ["kept.a", "kept.b"]);
  });

  it("hold what they may hold, and let the oldest go for more", () => {
    const { records, stored } = setUp(10);
    for (const id of ["a", "b"]) records.set(id, "xxx"); // five characters of JSON each
    assert.deepEqual(records.ids(), ["a", "b"]);
    records.set("c", 1);
    assert.deepEqual(
      [records.ids(), stored()],
      [
        ["b", "c"],
        ["kept.b", "kept.c"],
      ],
    );
    records.set("b", "xxxxxxx");
    assert.deepEqual([records.ids(), records.get("b")], [["c", "b"], "xxxxxxx"], "in place of the old one");
  });

  it("do not keep what is too large for them alone", () => {
    const { records, stored } = setUp(10);
    records.set("a", 1);
    records.set("b", "x".repeat(8));
    assert.deepEqual([records.ids(), stored()], [["b"], ["kept.b"]]);
    records.set("c", "x".repeat(9));
    assert.deepEqual([records.ids(), stored(), records.get("c")], [[], [], undefined]);
  });

  it("can be dropped one by one", () => {
    const { records, stored } = setUp();
    for (const id of ["a", "b"]) records.set(id, 1);
    records.set("a", undefined);
    records.set("unknown", undefined);
    assert.deepEqual([records.ids(), stored()], [["b"], ["kept.b"]]);
  });

  it("take what another version wrote for missing", () => {
    const { state, records } = setUp();
    for (const index of ["junk", [{ id: 7, size: 1 }, { id: "a" }, null, { id: "b", size: 1 }]]) {
      void state.set("kept", index);
      assert.deepEqual(records.ids(), Array.isArray(index) ? ["b"] : []);
    }
  });

  it("report what could not be written", async () => {
    const error = new Error("full");
    const errors: unknown[] = [];
    const store = { get: () => undefined, set: () => Promise.reject(error) };
    new BoundedRecords(store, "kept", 10, (one) => errors.push(one)).set("a", 1);
    await new Promise(setImmediate);
    assert.deepEqual(errors, [error, error]);
  });
});
