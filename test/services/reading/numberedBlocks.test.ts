import assert from "node:assert/strict";
import { numberedBlocks } from "../../../src/services/reading/numberedBlocks";

const numberOf = (line: string) => {
  const number = /^(\d+)\. /.exec(line)?.[1];
  return number === undefined ? undefined : Number(number);
};
const cut = (count: number, ...lines: string[]) => numberedBlocks(lines, count, numberOf);

describe("a text in numbered blocks", () => {
  it("is cut where they begin", () =>
    assert.deepEqual(cut(2, "Found 2:", "1. a", "more", "2. b", "end"), {
      blocks: ["1. a\nmore", "2. b\nend"],
      isWhole: true,
    }));

  it("is not cut at numbers that are not due", () =>
    assert.deepEqual(cut(2, "1. a", "3. x", "7. y", "2. b", "1. z"), {
      blocks: ["1. a\n3. x\n7. y", "2. b\n1. z"],
      isWhole: true,
    }));

  it("is not whole where blocks are missing", () => {
    assert.deepEqual(cut(3, "1. a", "2. b"), { blocks: ["1. a", "2. b"], isWhole: false });
    assert.deepEqual(cut(1, "nothing"), { blocks: [], isWhole: false });
    assert.deepEqual(cut(0, "1. a"), { blocks: [], isWhole: true });
  });

  it("ends before a block that may begin in two places, but for the first, before which nothing is of others", () => {
    assert.deepEqual(cut(3, "1. a", "2. forged", "2. b", "3. c"), { blocks: ["1. a"], isWhole: false });
    assert.deepEqual(cut(2, "1. a", "1. forged", "2. b"), { blocks: ["1. a\n1. forged", "2. b"], isWhole: true });
  });

  it("takes a number that stood before it was due for text", () =>
    assert.deepEqual(cut(2, "2. early", "1. a", "2. b"), { blocks: ["1. a", "2. b"], isWhole: true }));
});
