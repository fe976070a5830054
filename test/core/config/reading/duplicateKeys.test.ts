import assert from "node:assert/strict";
import { duplicateKeys } from "../../../../src/core/config/reading/duplicateKeys";

describe("keys that stand twice in one object", () => {
  const rows: readonly [text: string, found: readonly (readonly [path: string, lines: readonly number[]])[]][] = [
    ["{}", []],
    ['{"a": 1, "b": {"a": 2}}', []],
    ['{"a": 1,\n"a": 2}', [["a", [1, 2]]]],
    ['{"a": 1,\n"a": 2,\n\n"a": 3}', [["a", [1, 2, 4]]]],
    ['{"s": {"x": {},\n "x": {}}, "x": 1}', [["s.x", [1, 2]]]],
    ['[{"a": 1}, {"a": 1},\n{"a": 1, "a": 2,}]', [["2.a", [2, 2]]]],
    ['{"b": {"c": 1}, "c": 2, "d": {"c": 3}}', []],
    ['{"a": 1, // one\n"a": 2}', [["a", [1, 2]]]],
  ];
  for (const [text, found] of rows)
    it(`${JSON.stringify(text)}: ${JSON.stringify(found)}`, () =>
      assert.deepEqual(
        duplicateKeys(text).map(({ path, lines }) => [path.join("."), lines]),
        found,
      ));

  it("are found with the places of their names, and up to 20 of them", () => {
    assert.deepEqual(duplicateKeys('{"a": 1, "a": 2}')[0]?.offsets, [1, 9]);
    const many = (count: number) => `{${Array.from({ length: count }, (_, n) => `"k${n}": 1, "k${n}": 2`).join()}}`;
    assert.deepEqual([duplicateKeys(many(20)).length, duplicateKeys(many(21)).length], [20, 20]);
  });
});
