import assert from "node:assert/strict";
import { nestingLimit } from "../../../../src/core/kernel/json/nesting";
import { visibleData } from "../../../../src/core/kernel/untrusted/visible";

const hidden = "a\u200bb";
const shown = "a\ufffdb";

describe("data in which nothing is hidden", () => {
  it("has no hidden character in any text or name, however it is nested", () => {
    assert.deepEqual(visibleData({ [hidden]: [hidden, { x: [hidden, 1, null, true] }] }), {
      [shown]: [shown, { x: [shown, 1, null, true] }],
    });
  });

  const nestings: readonly [what: string, around: (inner: unknown) => unknown, inside: (outer: unknown) => unknown][] =
    [
      ["lists", (inner) => [inner], (outer) => (outer as unknown[])[0]],
      ["objects", (inner) => ({ x: inner }), (outer) => (outer as { x: unknown }).x],
    ];
  for (const [what, around, inside] of nestings)
    it(`leaves out what is nested deeper than the limit in ${what}, and nothing less deep`, () => {
      const nested = (levels: number): unknown => (levels === 0 ? [] : around(nested(levels - 1)));
      const innermost = (value: unknown, levels: number): unknown =>
        levels === 0 ? value : innermost(inside(value), levels - 1);
      assert.deepEqual(innermost(visibleData(nested(nestingLimit)), nestingLimit), []);
      assert.equal(innermost(visibleData(nested(nestingLimit + 1)), nestingLimit + 1), "\ufffd");
    });
});
