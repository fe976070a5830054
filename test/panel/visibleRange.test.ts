import assert from "node:assert/strict";
import { indexAt, type ListShape, moveInList, offsetOf, visibleRange } from "../../webview-ui/visibleRange";

const flat: ListShape = { count: 10_000, rowHeight: 22 };
describe("the part of the list that is drawn", () => {
  it("is bounded, however long the list is", () => {
    const { first, last, top, total } = visibleRange(flat, 110_000, 660);
    assert.equal(total, 220_000);
    assert.deepEqual([first, last], [5000 - 10, 5030 + 1 + 10], "those in view, with ten more on either side");
    assert.equal(top, first * 22);
  });

  it("begins where the list begins, and ends where it ends", () => {
    assert.deepEqual(visibleRange(flat, 0, 660), { first: 0, last: 41, top: 0, total: 220_000 });
    assert.equal(visibleRange(flat, 22 * 11, 660).first, 1);
    assert.equal(visibleRange(flat, 220_000 - 660, 660).last, 10_000);
    assert.deepEqual(visibleRange({ ...flat, count: 0 }, 0, 660), { first: 0, last: 0, top: 0, total: 0 });
  });

  it("knows where each row is", () => {
    assert.deepEqual(
      [0, 1, 10_000].map((index) => offsetOf(flat, index)),
      [0, 22, 220_000],
    );
    assert.deepEqual(
      [0, 21, 22, 220_001, -5].map((offset) => indexAt(flat, offset)),
      [0, 0, 1, 9999, 0],
    );
    assert.equal(indexAt({ ...flat, count: 0 }, 50), 0);
  });
});

describe("keys in the list", () => {
  const rows: [key: string, from: number | undefined, to: number | undefined][] = [
    ["ArrowDown", 5, 6],
    ["ArrowDown", 99, 99],
    ["ArrowUp", 5, 4],
    ["ArrowUp", 0, 0],
    ["PageDown", 5, 25],
    ["PageDown", 95, 99],
    ["PageUp", 5, 0],
    ["Home", 50, 0],
    ["End", 5, 99],
    ["ArrowUp", undefined, 99],
    ["Home", undefined, 0],
    ["x", 5, undefined],
    ["constructor", 5, undefined],
  ];
  for (const [key, from, to] of rows) {
    it(`${key} leads from ${from ?? "nowhere"} to ${to ?? "nowhere"}`, () =>
      assert.equal(moveInList(key, from, 100, 20), to));
  }

  it("lead nowhere in an empty list", () => assert.equal(moveInList("End", undefined, 0, 20), undefined));
});
