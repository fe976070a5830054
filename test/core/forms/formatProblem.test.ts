import assert from "node:assert/strict";
import { formatProblem } from "../../../src/core/forms/formatProblem";

describe("a text of a format", () => {
  const rows: readonly [format: string, fits: readonly string[], fitsNot: readonly string[]][] = [
    [
      "date",
      ["2026-03-31", "2024-02-29"],
      ["2026-02-29", "2026-13-01", "26-03-31", "2026-03-31T", " 2026-03-31", "2026-3-1"],
    ],
    [
      "date-time",
      ["2026-03-31T14:30:00Z", "2026-03-31 14:30", "2026-03-31t14:30:00.5+02:00"],
      ["2026-03-31", "2026-02-30T14:30", "2026-03-31_14:30", "x2026-03-31T14:30", "2026-03-31T1:30"],
    ],
    ["time", ["00:00", "09:59", "19:00:01", "23:59:59Z", "20:00"], ["24:00", "12:60", "9:00", "x12:00", "30:00"]],
    ["email", ["a@b", "ü@例.jp"], ["@b", "a@", "a b@c", "a@b c"]],
    ["uri", ["https://a", "mailto:a", "file:///a b", "X+1.-:y"], ["a", ":a", "1a:b", "a:", "a: b"]],
    ["url", ["https://a"], ["a"]],
    ["hostname", ["any thing"], []],
    ["toString", ["any thing"], []],
  ];
  for (const [format, fits, fitsNot] of rows)
    it(`${format}`, () => {
      for (const text of fits) assert.equal(formatProblem(format, text), undefined, text);
      for (const text of fitsNot) assert.match(formatProblem(format, text) ?? "", /^Enter an? .+\.$/, text);
    });

  it("is only asked of texts", () => {
    assert.equal(formatProblem("date", 7), undefined);
    assert.equal(formatProblem(7, "x"), undefined);
    assert.equal(formatProblem(undefined, "x"), undefined);
  });
});
