import assert from "node:assert/strict";
import { brokenAnswers, brokenMark, brokenText, isTooDeep } from "../../../src/mcp/wire/brokenAnswers";

const head = '"jsonrpc":"2.0"';
const read = (text: string) => brokenAnswers(Buffer.from(text))?.map((one) => "id" in one && [one.id, "error" in one]);
const errorOf = (text: string) => {
  const [one] = brokenAnswers(Buffer.from(text)) ?? [];
  return one && "error" in one ? one.error : undefined;
};

describe("what is made of a broken answer", () => {
  it("is an error with the first 200 characters of it", () => {
    const text = `{${head},"id":5,"result":{"text":"${"x".repeat(300)}`;
    assert.equal(brokenText(errorOf(text)), text.slice(0, 200));
    assert.equal(errorOf(text)?.data, brokenMark);
    assert.equal(isTooDeep(errorOf(text)), false);
    for (const other of [undefined, "x", { data: 1, message: "x" }])
      assert.deepEqual([brokenText(other), isTooDeep(other)], [undefined, false]);
  });

  it("says that it is nested too deeply", () => {
    const error = errorOf(`{${head},"id":5,"result":${"[".repeat(20_000)}`);
    assert.deepEqual([isTooDeep(error), brokenText(error)], [true, undefined]);
  });

  const rows: [what: string, text: string, expected: unknown][] = [
    ["an id behind a text with quotes", `{"a":"\\"id\\":7","id":5,"result":NaN}`, [[5, true]]],
    ["an id behind a text that ends with a backslash", `{"a":"\\\\","id":5,"result":NaN}`, [[5, true]]],
    ["an id behind a list", `{"a":[{"id":7}],"id":5,"result":NaN}`, [[5, true]]],
    ["an id in a list", `[{"id":7}],NaN`, undefined],
    ["an id that is a text", `{${head},"id":"a b","result":NaN}`, [["a b", true]]],
    ["an id that Python wrote as a text", `{'jsonrpc': '2.0', 'id': 'a', 'result': None}`, [["a", true]]],
    ["the first of two ids", `{${head},"id":5,"id":6,"result":NaN}`, [[5, true]]],
    ["a name that is not closed", `{${head},"id":5,"result":NaN,"id`, [[5, true]]],
    [
      "blanks between messages",
      `{${head},"id":5,"result":{}}  {${head},"id":6,"result":{}}  `,
      [
        [5, false],
        [6, false],
      ],
    ],
    [
      "a whole message behind one that is cut",
      `{${head},"id":5,"re{${head},"id":6,"result":{}}`,
      [
        [5, true],
        [6, false],
      ],
    ],
    ["nothing", "", undefined],
  ];
  for (const [what, text, expected] of rows) it(`finds ${what}`, () => assert.deepEqual(read(text), expected));

  it("looks for a whole message at twenty places", () => {
    const starts = (count: number) => `${`{${head},`.repeat(count)}{${head},"id":6,"result":{}}`;
    assert.deepEqual(read(starts(19)), [[6, false]]);
    assert.deepEqual(read(starts(20)), [[6, true]]);
  });

  it("looks at 256 KB of the beginning and 1 KB of the end of a long text", () => {
    const id = `"id":5`;
    const begins = (at: number) => `{"a":"${"x".repeat(at - id.length - 8)}",${id},"b":"${"x".repeat(300_000)}`;
    const limit = 256 * 1024;
    assert.deepEqual(read(begins(limit)), [[5, true]]);
    assert.equal(read(begins(limit + 1)), undefined);
  });
});
