import assert from "node:assert/strict";
import { prettyJson } from "../../src/protocol/prettyJson";

describe("JSON for people", () => {
  const values = [{}, [], { a: [1, { b: null }], c: 'x, [y]: {z} \\" \n', d: {}, e: [] }, "text", 5, null, [[[]]]];
  for (const value of values)
    it(`is indented like JSON.stringify does: ${JSON.stringify(value)}`, () => {
      for (const written of [JSON.stringify(value), JSON.stringify(value, undefined, 3)])
        assert.equal(prettyJson(written), JSON.stringify(value, undefined, 2));
    });

  it("keeps every text and number as it was written", () =>
    assert.equal(
      prettyJson('{"id":725653563933458433,"e":1.50e3,"t":"\\u0041"}'),
      '{\n  "id": 725653563933458433,\n  "e": 1.50e3,\n  "t": "\\u0041"\n}',
    ));

  it("leaves alone what is not JSON", () => assert.equal(prettyJson('{"a": 1… (20 more'), '{"a": 1… (20 more'));
});
