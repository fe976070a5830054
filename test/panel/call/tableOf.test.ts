import assert from "node:assert/strict";
import type { Json } from "../../../webview-ui/call/json/exactJson";
import { tableOf } from "../../../webview-ui/call/result/tableOf";

const numbered = (count: number, of: (at: number) => Record<string, number>) =>
  Array.from({ length: count }, (_, at) => of(at));
const wide = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`c${at}`, at]));

describe("a result as a table", () => {
  const columns: [what: string, value: Json, columns: string[] | undefined][] = [
    ["a list of objects", [{ a: 1, b: 2 }, { a: 3 }], ["a", "b"]],
    ["the only list of an object", { total: 1, next: null, rows: [{ a: 1 }] }, ["a"]],
    ["the list of an object with more beside it", { a: 1, b: 2, c: 3, rows: [{ a: 1 }] }, undefined],
    ["an object with two lists", { rows: [{ a: 1 }], others: [] }, undefined],
    ["an object without a list", { a: 1 }, undefined],
    ["an empty list", [], undefined],
    ["objects without names", [{}, {}], undefined],
    ["a list with something else", [{ a: 1 }, 2], undefined],
    ["a list of lists", [[{ a: 1 }]], undefined],
    ["a text", "a", undefined],
    ["null", null, undefined],
    [
      "objects that share half of their names",
      [
        { a: 1, b: 1 },
        { c: 1, d: 1 },
      ],
      ["a", "b", "c", "d"],
    ],
    ["objects that share fewer", [{ a: 1 }, { b: 1 }, { c: 1 }], undefined],
    ["as many columns as fit", [wide(12)], Object.keys(wide(12))],
    ["more columns", [wide(13)], undefined],
    ["names of the first hundred", [...numbered(100, () => ({ a: 1 })), { b: 1 }], ["a"]],
    ["the hundredth with another name", [...numbered(99, () => ({ a: 1 })), { b: 1 }], ["a", "b"]],
  ];
  for (const [what, value, expected] of columns)
    it(`${what}: ${expected ? `${expected.length} columns` : "none"}`, () =>
      assert.deepEqual(tableOf(value)?.columns, expected));

  it("has all rows", () => {
    const rows = numbered(150, (a) => ({ a }));
    assert.equal(tableOf(rows)?.rows, rows);
    assert.equal(tableOf({ rows })?.rows, rows);
  });
});
