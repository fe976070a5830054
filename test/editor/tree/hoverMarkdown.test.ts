import assert from "node:assert/strict";
import { hoverMarkdown } from "../../../src/editor/tree/hoverMarkdown";

describe("a hover", () => {
  it("keeps its spaces, and nothing in it is a link", () => {
    const text = hoverMarkdown([
      "get_file",
      "Reads http://localhost:3000/a_b and www.example.com, mail a@b.c. Then [more](command:x) <b>",
    ]);
    assert.ok(!text.includes("&nbsp;") && !text.includes("\u00a0"), text);
    assert.match(text, /^\*\*get\\_file\*\*\n\nReads http\\:\\\/\\\/localhost/);
    assert.match(text, /www\\\.example\\\.com\\, mail a\\@b\\\.c/);
    assert.doesNotMatch(text, /\]\(|<b>/);
  });

  it("keeps the lines of a message", () =>
    assert.equal(hoverMarkdown(["one\n\ntwo", "three"]), "**one  \ntwo**\n\nthree"));
});
