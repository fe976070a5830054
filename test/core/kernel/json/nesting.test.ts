import assert from "node:assert/strict";
import { isNestedTooDeep, nestingLimit } from "../../../../src/core/kernel/json/nesting";

const lists = (depth: number, inner = "") => "[".repeat(depth) + inner + "]".repeat(depth);
const objects = (depth: number) => `${'{"a":'.repeat(depth)}0${"}".repeat(depth)}`;

describe("the nesting of a text of JSON", () => {
  const many = "[".repeat(nestingLimit + 1);
  const rows: [what: string, text: string, isTooDeep: boolean][] = [
    ["lists at the limit", lists(nestingLimit), false],
    ["lists beyond it", lists(nestingLimit + 1), true],
    ["objects at the limit", objects(nestingLimit), false],
    ["objects beyond it", objects(nestingLimit + 1), true],
    ["lists in objects beyond it", `{"a":${lists(nestingLimit)}}`, true],
    ["as many as the limit, without an end", "[".repeat(nestingLimit), false],
    ["more, without an end", many, true],
    ["more lists than the limit next to each other", `[${"[],".repeat(nestingLimit + 5)}[]]`, false],
    ["more objects than the limit next to each other", `[${"{},".repeat(nestingLimit + 5)}{}]`, false],
    ["brackets in a text", `["${many}"]`, false],
    ["braces in a name", `{"${"{".repeat(nestingLimit + 1)}":1}`, false],
    ["brackets after a quote with a backslash before it", `["\\"${many}"]`, false],
    ["brackets after a text that ends with a backslash", `["\\\\",${many}`, true],
    ["brackets after a text", `["a",${many}`, true],
    ["brackets right behind a text", `"a"${many}`, true],
    ["closing brackets in a text", `${"[".repeat(nestingLimit)}"${"]".repeat(9)}",[`, true],
  ];
  for (const [what, text, isTooDeep] of rows)
    it(`${what}: ${isTooDeep ? "too deep" : "not too deep"}`, () => assert.equal(isNestedTooDeep(text), isTooDeep));
});
