import assert from "node:assert/strict";
import { childrenOf, rootNode } from "../../webview-ui/details/jsonNodes";

const root = (text: string) => {
  const found = rootNode(text);
  assert.ok(found);
  return found;
};
const children = (text: string, limit = 100) =>
  childrenOf(text, root(text), limit).items.map(({ key, node }) => [key, text.slice(node.from, node.to)]);

describe("a JSON text as a tree", () => {
  it("gives the children of an object and of an array, as they are written", () => {
    assert.deepEqual(children(' { "a" : 12345678901234567890 , "b\\"c":[1,{"x":"}]"}], "d": null } '), [
      ["a", "12345678901234567890"],
      ['b\\"c', '[1,{"x":"}]"}]'],
      ["d", "null"],
    ]);
    assert.deepEqual(children('[true,"a,b",-1.5e3,{}]'), [
      [undefined, "true"],
      [undefined, '"a,b"'],
      [undefined, "-1.5e3"],
      [undefined, "{}"],
    ]);
    assert.deepEqual(children('{"a":[[1],[2,[3]]],"b":[{"c":[4]}]}'), [
      ["a", "[[1],[2,[3]]]"],
      ["b", '[{"c":[4]}]'],
    ]);
    assert.deepEqual([children("{}"), children("[]")], [[], []]);
  });

  it("gives only as many as are wanted, and the others from there on", () => {
    const text = JSON.stringify(Array.from({ length: 1000 }, (_, index) => index));
    const first = childrenOf(text, root(text), 100);
    assert.equal(first.items.length, 100);
    const second = childrenOf(text, root(text), 100, first.next);
    const at = second.items[0]?.node;
    assert.equal(at && text.slice(at.from, at.to), "100");
    const last = childrenOf(text, root(text), 1000);
    assert.deepEqual([last.items.length, last.next], [1000, undefined]);
  });

  it("takes no text for JSON that is none, and shows as much as there is of one that was cut", () => {
    for (const text of ["", "plain", '"text"', "12", "{} trailing", "[1] [2]", "{}}"])
      assert.equal(rootNode(text), undefined);
    assert.deepEqual(children('{"a":1,"b":"cut off… (20 more'), [
      ["a", "1"],
      ["b", '"cut off… (20 more'],
    ]);
  });

  it("comes to an end with whatever looks like JSON", () => {
    for (const text of ["{:}", "[,,]", '{"a"}', "{a:1}", "[}", "{]", '["\\', "{{{{", "[[[["]) {
      const found = rootNode(text);
      if (found) assert.ok(childrenOf(text, found, 100).items.length <= 100, text);
    }
  });

  it("is no deeper for the stack than for the eye", () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    assert.deepEqual([root(deep).to, childrenOf(deep, root(deep), 10).items.length], [400_000, 1]);
  });
});
