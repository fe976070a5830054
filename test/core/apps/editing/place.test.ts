import assert from "node:assert/strict";
import { entryAt, isPlain, stepTo, valueAt, without } from "../../../../src/core/apps/editing/place";
import { sameValue } from "../../../../src/core/apps/editing/sameValue";

const member = { parent: ["a", "b"], key: "hub" };
const item = { parent: ["a"], key: "hub", namedBy: "name" };

describe("a place in a file", () => {
  it("is an object by its keys, and no other value", () => {
    assert.deepEqual([{}, [], null, "x", 7, new Date(0)].map(isPlain), [true, false, false, false, false, false]);
    assert.equal(valueAt({ a: { b: 1 } }, ["a", "b"]), 1);
    for (const content of [{ a: {} }, { a: [] }, { a: null }, undefined])
      assert.equal(valueAt(content, ["a", "length"]), undefined);
    assert.equal(valueAt({}, ["toString"]), undefined);
  });

  it("has the member of an object, or the item of a list that is called so", () => {
    assert.equal(entryAt({ a: { b: { hub: 1 } } }, member), 1);
    assert.equal(entryAt({ a: { b: [] } }, member), undefined);
    const list = { a: [7, { name: "x" }, { name: "hub", n: 1 }, { name: "hub", n: 2 }] };
    assert.deepEqual(entryAt(list, item), { name: "hub", n: 1 });
    assert.equal(entryAt({ a: { name: "hub" } }, item), undefined);
    assert.deepEqual([stepTo(list, item), stepTo({ a: {} }, item), stepTo(list, member)], [2, -1, "hub"]);
  });

  const rows: [what: string, before: unknown, place: typeof member | typeof item, after: unknown][] = [
    ["a member", { a: { b: { hub: 1, x: 2 } }, c: 3 }, member, { c: 3, a: { b: { x: 2 } } }],
    ["the only member", { a: { b: { hub: 1 } }, c: 3 }, member, { c: 3 }],
    ["all that there is", { a: { b: { hub: 1 } } }, member, undefined],
    ["an empty collection", { a: { b: {} }, c: 3 }, member, { c: 3 }],
    ["no collection", { a: { b: null }, c: 3 }, member, { c: 3 }],
    ["a text in the way", { a: "x" }, member, { a: "x" }],
    ["an item", { a: [{ name: "hub" }, { name: "x" }, 7] }, item, { a: [{ name: "x" }, 7] }],
    ["the only item", { a: [{ name: "hub" }], c: 3 }, item, { c: 3 }],
    ["no list", { a: null, c: 3 }, item, { c: 3 }],
    ["an object for a list", { a: { hub: 1 } }, item, { a: { hub: 1 } }],
    ["nothing", undefined, member, undefined],
  ];
  for (const [what, before, place, after] of rows)
    it(`leaves everything else: ${what}`, () => assert.deepEqual(without(before, place), after));
});

describe("two values", () => {
  const day = (time: number) => new Date(time);
  const rows: [one: unknown, other: unknown, isSame: boolean][] = [
    [1, 1, true],
    [Number.NaN, Number.NaN, true],
    [0, -0, true],
    [1, "1", false],
    [null, undefined, false],
    [null, {}, false],
    [{}, null, false],
    [{}, "x", false],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined }, false],
    [{ a: undefined }, { b: undefined }, false],
    [{ a: { b: [1] } }, { a: { b: [1] } }, true],
    [{ a: { b: [1] } }, { a: { b: [2] } }, false],
    [[1, 2], [1, 2], true],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [[], {}, false],
    [{}, [], false],
    [day(1), day(1), true],
    [day(1), day(2), false],
    [day(1), {}, false],
    [{}, day(1), false],
  ];
  for (const [one, other, isSame] of rows)
    it(`${isSame ? "say the same" : "differ"}: ${JSON.stringify([one, other])}`, () =>
      assert.equal(sameValue(one, other), isSame));
});
