import assert from "node:assert/strict";
import { findable, withoutTexts } from "../../../../src/core/operations/bugReport/withoutTexts";

describe("a text without the texts of calls", () => {
  it("has none of their lines, as they are or in JSON", () => {
    const texts = findable(["Oslo", 'say "hi"\nand go\n', "ab"]);
    assert.equal(
      withoutTexts('Oslo: {"note":"say \\"hi\\"\\nand go","x":"ab"}', texts),
      '•••: {"note":"•••\\n•••","x":"ab"}',
    );
  });

  it("finds them as the hub logs them: without secrets and control characters", () => {
    const texts = findable(["a\u0000b Bearer abcdefgh12345678 there"]);
    assert.equal(withoutTexts("got a\ufffdb ••• there", texts), "got •••");
  });

  it("masks the whole where one text is a part of another", () => {
    assert.equal(withoutTexts("to Oslo airport now", findable(["Oslo", "Oslo airport"])), "to ••• now");
  });

  it("leaves texts that are too short to mean anything, and counts a line only as far as it is logged", () => {
    assert.deepEqual(findable(["abc", "abcd", " abc ", "x".repeat(9000)]), ["x".repeat(4000), "abcd"]);
  });

  it("looks for a bounded number of them, each once", () => {
    const many = Array.from({ length: 5000 }, (_, at) => `text ${at}`);
    assert.equal(findable([...many, ...many]).length, 2000);
  });
});
