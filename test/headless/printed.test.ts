import assert from "node:assert/strict";
import { forTerminal, jsonForTerminal } from "../../src/headless/printed";

describe("what reaches a terminal", () => {
  const rows: [what: string, text: string, shown: string][] = [
    ["a title and a cleared screen", "a\u001b]0;pwned\u0007b\u001b[2Jc", "a\ufffd]0;pwned\ufffdb\ufffd[2Jc"],
    ["C1 controls and DEL", "a\u009b31mb\u007f", "a\ufffd31mb\ufffd"],
    ["a line that is written over", "real\rfake", "real\ufffdfake"],
    ["marks that turn the direction", "a\u202eb\u2066c\u200fd", "a\ufffdb\ufffdc\ufffdd"],
    ["tags and zero-width characters", "a\u{e0041}\u{e0042}b\u200bc", "a\ufffdb\ufffdc"],
    ["lines and tabs, which stay", "a\r\nb\n\tc", "a\nb\n\tc"],
    ["letters of any script, and emoji, which stay", "Grüße 你好 👩‍💻", "Grüße 你好 👩‍💻"],
  ];
  for (const [what, text, shown] of rows)
    it(`is clean of control characters: ${what}`, () => assert.equal(forTerminal(text), shown));

  it("is JSON of the same value, without a character that nobody sees", () => {
    const value = { "a\u202e": "b\u009b31m\u{e0041}\u001b[2J", list: ["c\nd", "Grüße"] };
    const shown = jsonForTerminal(JSON.stringify(value, undefined, 2));
    assert.deepEqual(JSON.parse(shown), value);
    assert.doesNotMatch(shown, /[\u0080-\u009f\u202e\u{e0041}]/u);
    assert.ok(shown.includes("Grüße"));
  });
});
