import assert from "node:assert/strict";
import { fencedWithin, fitting } from "../../../src/core/conversation/toolText";

describe("texts for a model within a room", () => {
  const left = (count: number) => `and ${count} more, for which there is no room`;
  const rows: [texts: readonly string[], limit: number, fit: readonly string[]][] = [
    [[], 10, [""]],
    [["abc", "def"], 8, ["abc", "def"]],
    [["abc", "def"], 7, ["abc", left(1)]],
    [["abc", "def", "ghi"], 8, ["abc", "def", left(1)]],
    [["ä", "b"], 5, ["ä", "b"]],
    [["ä", "b"], 4, ["ä", left(1)]],
    [["longer than the room", "b", "c"], 3, ["longer than the room", left(2)]],
    [["longer than the room"], 3, ["longer than the room"]],
  ];
  for (const [texts, limit, fit] of rows)
    it(`${JSON.stringify(texts)} in ${limit} bytes`, () => assert.equal(fitting(texts, limit), fit.join("\n")));

  it("are cut inside their fence, and have one character at least", () => {
    const room = fencedWithin("", { server: "a" }, 1000).length;
    assert.equal(fencedWithin("x".repeat(500), { server: "a" }, 300).length, 300);
    assert.equal(fencedWithin("xyz", { server: "a" }, room + 3).length, room + 3);
    assert.equal(fencedWithin("xyz", { server: "a" }, 1).length, room + 1);
  });
});
