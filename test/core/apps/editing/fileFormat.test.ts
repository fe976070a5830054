import assert from "node:assert/strict";
import { lineAndColumn, withEnd, withoutEnd } from "../../../../src/core/apps/editing/fileFormat";

describe("a block at the end of a text", () => {
  const rows: [before: string, gap: string, after: string][] = [
    ["", "", "block\n"],
    ["", "\n", "block\n"],
    ["a", "", "a\nblock"],
    ["a", "\n", "a\n\nblock"],
    ["a\n", "", "a\nblock\n"],
    ["a\n", "\n", "a\n\nblock\n"],
    ["a\r\n", "\r\n", "a\r\n\r\nblock\r\n"],
    ["a\r\nb", "\r\n", "a\r\nb\r\n\r\nblock"],
  ];
  for (const [before, gap, after] of rows)
    it(`follows ${JSON.stringify(before)} and leaves it as it was`, () => {
      assert.equal(withEnd(before, "block", gap), after);
      assert.equal(withoutEnd(after, after.indexOf("block"), gap), before);
    });

  it("takes no more than its own blank line along", () => {
    assert.equal(withoutEnd("a\n\n\nblock\n", 4, "\n"), "a\n\n");
    assert.equal(withoutEnd("a\nblock\n", 2, "\n"), "a\n");
    assert.equal(withoutEnd("a\n\nblock\n", 3, ""), "a\n\n");
  });
});

describe("the line and the column of an offset", () => {
  const text = "ab\ncd\r\nef\rg";
  const rows: [offset: number, line: number, column: number][] = [
    [0, 1, 1],
    [2, 1, 3],
    [3, 2, 1],
    [7, 3, 1],
    [8, 3, 2],
    [10, 4, 1],
  ];
  for (const [offset, line, column] of rows)
    it(`are ${line} and ${column} at ${offset}`, () => assert.deepEqual(lineAndColumn(text, offset), { line, column }));
});
