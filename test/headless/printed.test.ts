import assert from "node:assert/strict";
import { forTerminal } from "../../src/headless/printed";

describe("what reaches a terminal", () => {
  const rows: [what: string, text: string, shown: string][] = [
    ["a title and a cleared screen", "a\u001b]0;pwned\u0007b\u001b[2Jc", "a\ufffd]0;pwned\ufffdb\ufffd[2Jc"],
    ["C1 controls and DEL", "a\u009b31mb\u007f", "a\ufffd31mb\ufffd"],
    ["a line that is written over", "real\rfake", "real\ufffdfake"],
    ["lines and tabs, which stay", "a\r\nb\n\tc", "a\nb\n\tc"],
    ["letters of any script, and emoji, which stay", "Grüße 你好 👩‍💻", "Grüße 你好 👩‍💻"],
  ];
  for (const [what, text, shown] of rows)
    it(`is clean of control characters: ${what}`, () => assert.equal(forTerminal(text), shown));
});
