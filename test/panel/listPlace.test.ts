import assert from "node:assert/strict";
import { atEnd, lastTop, movedTo, type Place, revealing, topOf, unseenIn } from "../../webview-ui/listPlace";
import type { Row } from "../../webview-ui/row";

/** Rows of these ids, each twenty pixels high, of which two and a half fit into the view. */
const rows = (...ids: number[]) => ids.map((id): Row => ({ id, at: 0, kind: "hub", level: "info", text: "" }));
const shapeOf = (list: readonly Row[]) => ({ count: list.length, rowHeight: 20 });
const height = 50;
const topIn = (place: Place, list: readonly Row[]) => topOf(place, list, shapeOf(list), height);
const moved = (before: Place, to: number, following: boolean, list: readonly Row[]) =>
  movedTo(before, to, following, list, shapeOf(list));

describe("the place in the list", () => {
  const five = rows(1, 2, 3, 4, 5);

  it("can be as far down as the list goes", () => {
    assert.equal(lastTop(shapeOf(five), height), 50);
    assert.equal(lastTop(shapeOf(rows(1, 2)), height), 0, "all of it is in view");
  });

  it("stays at the end while rows come", () => {
    assert.equal(topIn(atEnd, five), 50);
    assert.equal(topIn(atEnd, rows(1, 2, 3, 4, 5, 6)), 70);
    assert.equal(topIn(atEnd, []), 0);
  });

  it("stays at its row while others come and go, also within the row", () => {
    const place = moved(atEnd, 27, false, five);
    assert.deepEqual(place, { following: false, id: 2, delta: 7, lastSeen: 5 });
    assert.equal(topIn(place, five), 27);
    assert.equal(topIn(place, rows(0, 1, 2, 3, 4, 5, 6)), 47);
    assert.equal(topIn(place, rows(3, 4, 5, 6, 7)), 0, "the next row is at the edge, with all of it");
    assert.equal(topIn(place, rows(2, 3, 4)), 7);
    assert.equal(topIn(moved(atEnd, 45, false, five), rows(1, 2, 3)), 10, "never beyond the end");
  });

  it("keeps the last row that was seen until the end is left again", () => {
    const left = moved(atEnd, 20, false, five);
    const six = rows(1, 2, 3, 4, 5, 6);
    assert.equal(moved(left, 0, false, six).lastSeen, 5);
    assert.equal(moved({ ...left, following: true }, 0, false, six).lastSeen, 6);
    assert.deepEqual(moved(atEnd, 0, false, []), { following: false, id: 0, delta: 0, lastSeen: 0 });
  });

  it("is the same object where nothing moved", () => {
    const place = moved(atEnd, 27, false, five);
    assert.equal(moved(place, 27, false, five), place);
    for (const other of [moved(place, 28, false, five), moved(place, 47, false, five), moved(place, 27, true, five)])
      assert.notEqual(other, place);
  });

  it("knows how many rows came since the end was left", () => {
    const left = moved(atEnd, 20, false, five);
    assert.equal(unseenIn(left, five), 0);
    assert.equal(unseenIn(left, rows(1, 2, 3, 4, 5, 5.5, 6)), 2, "the row about missing events counts");
    assert.equal(unseenIn(atEnd, five), 0);
  });

  const ways: [what: string, index: number, top: number, way: ReturnType<typeof revealing>][] = [
    ["a row above the edge", 1, 30, { to: 20, isEnd: false }],
    ["a row that is cut at the upper edge", 1, 21, { to: 20, isEnd: false }],
    ["the first row that shows", 1, 20, undefined],
    ["the last row that shows as a whole", 2, 10, undefined],
    ["a row that is cut at the lower edge", 2, 9, { to: 10, isEnd: false }],
    ["the last row of all", 4, 0, { to: 50, isEnd: true }],
    ["the last row of all, from below", 4, 90, { to: 80, isEnd: false }],
  ];
  for (const [what, index, top, way] of ways)
    it(`${way ? "moves to show" : "does not move for"} ${what}`, () =>
      assert.deepEqual(revealing(index, shapeOf(five), { top, height }), way));
});
