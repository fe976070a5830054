import assert from "node:assert/strict";
import { isSettingsTooDeep, jsonTree } from "../../../../src/core/config/editing/jsonTree";
import { nestingLimit } from "../../../../src/core/kernel/json/nesting";

const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

describe("a settings file", () => {
  const rows: [what: string, text: string, isTooDeep: boolean][] = [
    ["as deep as may be", nested(nestingLimit), false],
    ["one deeper", nested(nestingLimit + 1), true],
    ["deep twice", `[${nested(nestingLimit - 1)},${nested(nestingLimit - 1)}]`, false],
    ["with brackets in comments and texts", `// ${nested(nestingLimit)}\n[["${"{".repeat(nestingLimit)}"]]`, false],
    ["that is broken", "{".repeat(nestingLimit + 1), true],
  ];
  for (const [what, text, isTooDeep] of rows)
    it(`${isTooDeep ? "is" : "is not"} too deep: ${what}`, () => {
      assert.equal(isSettingsTooDeep(text), isTooDeep);
      assert.equal(jsonTree(text) === undefined, isTooDeep);
    });
});
