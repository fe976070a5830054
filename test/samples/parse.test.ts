import assert from "node:assert/strict";
import type { Format } from "../../src/samples/documents/access/formats";
import { plainText } from "../../src/samples/documents/parse/outline";
import { parseDocument } from "../../src/samples/documents/parse/parseDocument";
import { Passage } from "../../src/samples/documents/parse/passage";

const shape = (source: string, format: Format) =>
  parseDocument(source, format).blocks.map(({ kind, line, passage }) => `${line} ${kind}: ${passage.text.trim()}`);

describe("taking documents apart", function () {
  this.timeout(30_000); // seconds are spent only on a machine under load
  it("reads Markdown's blocks with their lines", () => {
    const source =
      "---\ntitle: T\n---\n\n# One *two*\n\nA [link](x.md)\nand more.\n\n- item\n\n> said\n\n| a | b |\n|---|---|\n| c | d |\n\n```js\nlet x;\n```\n";
    assert.deepEqual(shape(source, "markdown"), [
      "5 heading: One two",
      "7 paragraph: A link\nand more.",
      "10 list-item: item",
      "12 quote: said",
      "14 table-row: a\tb",
      "16 table-row: c\td",
      "18 code: let x;",
    ]);
    const outline = parseDocument(source, "markdown");
    assert.equal(outline.title, "T");
    assert.deepEqual(outline.references, [{ kind: "link", target: "x.md", label: "link", line: 7 }]);
  });

  it("reads the HTML in Markdown, at its own lines, and links by reference", () => {
    const outline = parseDocument(
      '# T\n\n<p>\n<img src="a.png">\nHi <b>you</b></p>\n\n[x][y] <a id="here"></a>\n\n[y]: z.md\n',
      "markdown",
    );
    assert.deepEqual(
      outline.references.map(({ target, line }) => [target, line]),
      [
        ["a.png", 4],
        ["z.md", 7],
      ],
    );
    assert.deepEqual(outline.anchors, ["here"]);
    assert.equal(outline.blocks[1]?.line, 5);
  });

  it("reads HTML as a browser does, without scripts and styles", () => {
    const source =
      "<!doctype html><title>Title &amp; more</title><style>p{}</style>\n<h1>Head</h1>\n<p>One<br>two <i>three</i>\n<p id=x>four<script>no()</script>" +
      "<ul><li>a<li>b</ul><table><tr><td>1<td>2</table><noscript>no</noscript>";
    assert.deepEqual(shape(source, "html"), [
      "2 heading: Head",
      "3 paragraph: One two three",
      "4 paragraph: four",
      "4 list-item: a",
      "4 list-item: b",
      "4 table-row: 1\t2",
    ]);
    const outline = parseDocument(source, "html");
    assert.equal(outline.title, "Title & more");
    assert.deepEqual(outline.anchors, ["x"]);
    assert.equal(plainText(outline), "Head\n\nOne two three\n\nfour\n\na\nb\n\n1 2");
  });

  it("reads plain text: a title, paragraphs, lists, lines that were broken on purpose", () => {
    const source =
      "A title\n\nDear all,\nThis line is long enough to have been wrapped by an editor, and so it\ngoes on.\n\n1 Main Street\nPort Ellis\n\n- one\n- two";
    assert.deepEqual(shape(source, "text"), [
      "1 heading: A title",
      "3 paragraph: Dear all, This line is long enough to have been wrapped by an editor, and so it goes on.",
      "7 paragraph: 1 Main Street",
      "8 paragraph: Port Ellis",
      "10 list-item: one",
      "11 list-item: two",
    ]);
    assert.equal(parseDocument("Just a sentence.", "text").title, undefined);
  });

  it("refuses what is nested without end, instead of falling over", () => {
    assert.throws(() => parseDocument("<div>".repeat(5000), "html"), { name: "Refusal" });
    assert.throws(() => parseDocument(`${">".repeat(600)} x`, "markdown"), { name: "Refusal" });
  });

  it("remembers the line of every character", () => {
    const passage = Passage.of([
      { text: "one\ntwo ", line: 3 },
      { text: "three", line: 9 },
    ]);
    const lines = ["one", "two", "three"].map((word) => passage.lineAt(passage.text.indexOf(word)));
    assert.deepEqual(lines, [3, 4, 9]);
  });
});
