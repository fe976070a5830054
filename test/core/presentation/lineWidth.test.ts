import assert from "node:assert/strict";
import { cutToLines, fitting, wrapped } from "../../../src/core/presentation/lineWidth";

describe("how much of a text fits into a line", () => {
  const rows: readonly [text: string, width: number, count: number][] = [
    ["abc", 3, 3],
    ["abcd", 3, 3],
    ["az09 !/~{", 9, 9],
    ["mmm", 4, 2],
    ["www", 5, 2],
    ["ABC", 4, 2],
    ["天気", 3, 1],
    ["@a", 2, 1],
    ["", 5, 0],
    ["W", 1, 1],
    ["WW", 1, 1],
    ["😀a", 2, 2],
    ["😀a", 3, 3],
  ];
  for (const [text, width, count] of rows)
    it(`${JSON.stringify(text)} in ${width}: ${count}`, () => assert.equal(fitting(text, width), count));
});

describe("a text in lines", () => {
  const rows: readonly [text: string, width: number, lines: readonly string[]][] = [
    ["", 5, []],
    ["one ten", 7, ["one ten"]],
    ["one ten", 6, ["one ", "ten"]],
    ["one ten", 3, ["one ", "ten"]],
    ["oneten", 3, ["one", "ten"]],
    ["a oneten", 5, ["a ", "onete", "n"]],
    [" abcd", 3, [" ab", "cd"]],
  ];
  for (const [text, width, lines] of rows)
    it(`${JSON.stringify(text)} in ${width}: ${JSON.stringify(lines)}`, () =>
      assert.deepEqual(wrapped(text, width), lines));

  const cuts: readonly [text: string, width: number, lines: number, cut: string][] = [
    ["one ten", 7, 1, "one ten"],
    ["one ten", 4, 2, "one ten"],
    ["one ten six", 9, 1, "one ten…"],
    ["one ten six", 8, 1, "one te…"],
    ["one ten six", 7, 1, "one…"],
    ["one ten six tin abc", 7, 2, "one ten six…"],
    ["a onetenthree", 8, 1, "a onet…"],
    ["one, ten", 7, 1, "one…"],
    ["onetenthree", 7, 1, "onete…"],
  ];
  for (const [text, width, lines, cut] of cuts)
    it(`${JSON.stringify(text)} in ${lines} of ${width} is ${JSON.stringify(cut)}`, () =>
      assert.equal(cutToLines(text, width, lines), cut));

  it("has a mark where something follows that is not shown", () => {
    assert.equal(cutToLines("one", 9, 1, true), "one…");
    assert.equal(cutToLines("one ten.", 10, 1, true), "one ten…");
  });
});
