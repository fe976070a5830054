import assert from "node:assert/strict";
import { codeBlock, codeSpan, escapeLinks, escapeMarkdown, table } from "../../../src/core/presentation/markdown";

describe("text of others in Markdown", () => {
  it("makes no link, image, HTML, code span or icon", () => {
    assert.equal(escapeMarkdown("[a](command:x)"), "\\[a\\]\\(command\\:x\\)");
    assert.equal(escapeMarkdown("![](https://evil.example/?d)"), "\\!\\[\\]\\(https\\:\\/\\/evil\\.example\\/\\?d\\)");
    assert.equal(escapeMarkdown("<img src=x>&lt;"), "\\<img src\\=x\\>\\&lt\\;");
    assert.equal(escapeMarkdown("`$(zap)` *b* _i_"), "\\`\\$\\(zap\\)\\` \\*b\\* \\_i\\_");
  });

  it("stays on one line, without control characters, and bounded", () => {
    assert.equal(escapeMarkdown("a\n\n# b\u001b[31m\u202e"), "a \\# b\ufffd\\[31m\ufffd");
    const cases: [(text: string) => string, limit: number][] = [
      [escapeMarkdown, 200],
      [escapeLinks, 200],
      [(text) => codeSpan(text).slice(1), 1000],
    ];
    for (const [shown, limit] of cases) {
      assert.equal(shown("x".repeat(limit)).replace(/`$/, ""), "x".repeat(limit));
      assert.ok(shown("x".repeat(limit + 1)).startsWith(`${"x".repeat(limit)}…`));
    }
  });

  it("leaves letters of every script alone", () => {
    assert.equal(escapeMarkdown("Größe 你好 é"), "Größe 你好 é");
  });

  it("cannot leave a code block", () => {
    assert.equal(codeBlock("plain"), "```\nplain\n```");
    assert.equal(codeBlock("```\n[a](command:x)\n````", "json"), "`````json\n```\n[a](command:x)\n````\n`````");
    assert.equal(codeBlock("a\r\n```\r\n"), "````\na\n```\n````");
  });

  it("cannot leave a table cell", () => {
    assert.equal(table(["A", "B"], [["a | b", "c\nd"]]), "| A | B |\n| --- | --- |\n| a \\| b | c d |");
  });
});
