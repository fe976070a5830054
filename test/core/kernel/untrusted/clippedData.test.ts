import assert from "node:assert/strict";
import { ExactInteger } from "../../../../src/core/kernel/json/exactInteger";
import { clippedData } from "../../../../src/core/kernel/untrusted/clippedData";

describe("data that is cut", () => {
  const rows: readonly [data: unknown, limit: number, value: unknown, isWhole: boolean][] = [
    ["abc", 3, "abc", true],
    ["abcd", 3, "abc", false],
    ["abc", 0, "", false],
    [12345, 0, 12345, true],
    [null, 0, null, true],
    [{ a: 1 }, 3, { a: 1 }, true],
    [{ a: 1 }, 2, {}, false],
    [{}, 0, {}, true],
    [{ a: 1, b: 2 }, 9, { a: 1, b: 2 }, true],
    [{ a: 1, b: 2 }, 8, { a: 1 }, false],
    [[1, 2], 5, [1, 2], true],
    [[1, 2], 4, [1], false],
    [["ab", "cd"], 8, ["ab", "c"], false],
    [["ab", "cd"], 9, ["ab", "cd"], true],
    [["ab", "cd"], 7, ["ab"], false],
  ];
  for (const [data, limit, value, isWhole] of rows)
    it(`${JSON.stringify(data)} within ${limit} is ${JSON.stringify(value)}, ${isWhole ? "whole" : "not whole"}`, () =>
      assert.deepEqual(clippedData(data, limit), { value, isWhole }));

  it("keeps a text a little past the limit, where that is wanted", () => {
    assert.deepEqual(clippedData("abcdef", 3, { overhang: 2 }), { value: "abcde", isWhole: false });
    assert.deepEqual(clippedData(["abc", "defgh"], 6, { overhang: 2 }), { value: ["abc"], isWhole: false });
    assert.deepEqual(clippedData("abcde", 3, { overhang: 2 }), { value: "abcde", isWhole: true });
  });

  it("keeps only the length of a text that is longer than the longest", () => {
    assert.deepEqual(clippedData(["abc", "abcd"], 99, { longest: 3 }), { value: ["abc", 4], isWhole: false });
    assert.deepEqual(clippedData("abc", 99, { longest: 3 }), { value: "abc", isWhole: true });
  });

  it("keeps every digit of a large integer", () => {
    const id = new ExactInteger("9007199254740993");
    assert.deepEqual(clippedData([id], 3), { value: [id], isWhole: true });
  });

  it("leaves out what is nested more than 100 levels deep", () => {
    const nested = (depth: number): unknown => (depth === 0 ? [] : [nested(depth - 1)]);
    assert.deepEqual(clippedData(nested(100), 9999), { value: nested(100), isWhole: true });
    assert.equal(clippedData(nested(101), 9999).isWhole, false);
    assert.equal(JSON.stringify(clippedData(nested(101), 9999).value), `${"[".repeat(101)}null${"]".repeat(101)}`);
  });
});
