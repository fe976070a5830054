import assert from "node:assert/strict";
import { nestingLimit } from "../../../../src/core/kernel/json/nesting";
import { isYamlTooDeep } from "../../../../src/core/kernel/json/yamlNesting";

describe("a YAML text that is nested too deeply", () => {
  const forms: [what: string, of: (levels: number) => string][] = [
    ["lists in brackets, never closed", (levels) => "[".repeat(levels)],
    ["maps in brackets", (levels) => `${"{a: ".repeat(levels)}b${"}".repeat(levels)}`],
    ["lists on one line", (levels) => `${"- ".repeat(levels)}x`],
    ["keys of keys", (levels) => `${"? ".repeat(levels)}x`],
    [
      "maps on lines of their own",
      (levels) => Array.from({ length: levels }, (_, at) => `${" ".repeat(at)}a:`).join("\n"),
    ],
    ["maps without lines of their own", (levels) => "a: ".repeat(levels)],
    ["maps without lines of their own, in brackets", (levels) => `[${"a: ".repeat(levels - 1)}`],
    ["brackets beside texts that look like them", (levels) => '["]", '.repeat(levels)],
    ["brackets after an apostrophe", (levels) => `a: don't\nb: ${"[".repeat(levels - 1)}`],
  ];
  for (const [what, of] of forms)
    it(`is noticed: ${what}`, () => {
      assert.equal(isYamlTooDeep(of(nestingLimit - 3)), false);
      assert.equal(isYamlTooDeep(of(nestingLimit + 3)), true);
      assert.equal(isYamlTooDeep(of(2000)), true);
    });

  it("is none that is long, or has brackets in its texts and comments", () => {
    const brackets = "[".repeat(1000);
    assert.equal(isYamlTooDeep(`a: ["x", {b: c, d: e}]\n`.repeat(1000)), false);
    assert.equal(isYamlTooDeep(`a:\n${" ".repeat(1000)}# far right\n  b: |\n   x\n${" ".repeat(1000)}- y\n`), false);
    assert.equal(
      isYamlTooDeep(`a: "${brackets}"\nb: '${brackets}' # ${brackets}\nc: x${brackets}\nd: |\n  ${brackets}\n`),
      false,
    );
  });
});
