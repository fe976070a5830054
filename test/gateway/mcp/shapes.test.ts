import assert from "node:assert/strict";
import {
  type Is,
  isAnnotations,
  isFlag,
  isIcons,
  isLike,
  isListOf,
  isMadeOf,
  isNumber,
  isOneOf,
  isText,
  readable,
} from "../../../src/gateway/mcp/shapes";

const annotated =
  (name: string): Is =>
  (value) =>
    isAnnotations({ [name]: value });
const icon = { src: "https://a/b.png" };

/** Forms with values that have them, and values that have not. */
const rows: readonly (readonly [what: string, Is, good: readonly unknown[], bad: readonly unknown[]])[] = [
  ["a text", isText, ["", "a"], [1, null, undefined, ["a"]]],
  ["a flag", isFlag, [true, false], [0, "true", null]],
  ["a number", isNumber, [0, 1.5, -1], ["1", null, true]],
  ["one of some texts", isOneOf("a", "b"), ["a", "b"], ["c", "", 1, ["a"]]],
  ["a list", isListOf(isText), [[], ["a", "b"]], ["a", { 0: "a" }, ["a", 1]]],
  ["an object like another", isLike({ a: isText }), [{}, { a: "x" }, { b: 1 }], [{ a: 1 }, [], null, "a"]],
  [
    "an object with members that it must have",
    isMadeOf({ a: isText }, { b: isFlag }),
    [{ a: "" }, { a: "", b: true, c: 1 }],
    [{}, { b: true }, { a: "", b: 1 }, null],
  ],
  ["for whom something is", annotated("audience"), [[], ["user", "assistant"], undefined], [["system"], "user"]],
  ["how much something matters", annotated("priority"), [0, 0.5, 1], [-0.01, 1.01, "1", null]],
  [
    "a time",
    annotated("lastModified"),
    ["2026-02-28T23:59:59Z", "2026-02-28T00:00:00.123+01:00", "2024-02-29T00:00:00-05:30"],
    ["2026-02-29T00:00:00Z", "2026-02-28", "2026-02-28T25:00:00Z", "2026-02-28T00:00:00", "x2026-02-28T00:00:00Z", 5],
  ],
  [
    "icons",
    isIcons,
    [[], [icon, { ...icon, mimeType: "image/png", sizes: ["16x16"], theme: "light" }], [{ ...icon, theme: "dark" }]],
    [icon, [{}], [{ ...icon, sizes: "16x16" }], [{ ...icon, theme: "blue" }], [{ ...icon, mimeType: 1 }]],
  ],
];

describe("the forms of the protocol", () => {
  for (const [what, is, good, bad] of rows)
    it(`tell what is ${what}`, () => {
      for (const value of good) assert.equal(is(value), true, JSON.stringify(value));
      for (const value of bad) assert.equal(is(value), false, JSON.stringify(value));
    });

  it("leave out the members that have not the form of their name, and those without a value", () => {
    const sent = { a: "x", b: 1, c: undefined, d: [1], toString: "own" };
    assert.deepEqual(readable(sent, { a: isText, b: isText, c: isText }), { a: "x", d: [1], toString: "own" });
  });
});
