import assert from "node:assert/strict";
import { maxDepth } from "../../src/samples/documents/parse/nesting";
import { parseHtml } from "../../src/samples/documents/parse/parseHtml";

const shape = (source: string, lineOffset?: number) =>
  parseHtml(source, lineOffset).blocks.map(({ kind, line, passage }) => `${line} ${kind}: ${passage.text.trim()}`);
const links = (source: string) =>
  parseHtml(source).references.map(({ kind, target, label, line }) => [kind, target, label, line]);

describe("reading HTML", () => {
  const rows: [what: string, source: string, blocks: string[]][] = [
    ["headings of every level", "<h1>a</h1><h6>b</h6><h7>c</h7>", ["1 heading: a", "1 heading: b", "1 paragraph: c"]],
    ["text beside a block", "a<div>b</div>c", ["1 paragraph: a", "1 paragraph: b", "1 paragraph: c"]],
    ["text in a line", "a <b>b</b> <span>c</span>", ["1 paragraph: a b c"]],
    ["empty blocks", "<p> </p><div>\n</div><p>a</p>", ["2 paragraph: a"]],
    ["a quote and what is in it", "<blockquote>a<p>b</blockquote>c", ["1 quote: a", "1 quote: b", "1 paragraph: c"]],
    ["code", "<pre>a\n b</pre>", ["1 code: a\n b"]],
    ["definitions", "<dl><dt>a<dd>b</dl>", ["1 paragraph: a", "1 list-item: b"]],
    [
      "cells and headers of a row",
      "<table><tr><th>a<td>b<tr><td>c<td>d</table>",
      ["1 table-row: a\tb", "1 table-row: c\td"],
    ],
    ["a paragraph in a cell", "<table><tr><td><p>a</p><td>b</table>", ["1 table-row: a", "1 table-row: b"]],
    ["the line of the first word", "<p>\n\n  a\nb\n</p>\n<p>c", ["3 paragraph: a\nb", "6 paragraph: c"]],
    [
      "no drawings, frames and templates",
      "<svg><text>a</text></svg><template>b</template><iframe>c</iframe><object>d</object>e",
      ["1 paragraph: e"],
    ],
    ["no comments", "a<!-- b -->c", ["1 paragraph: ac"]],
  ];
  for (const [what, source, blocks] of rows) it(`finds ${what}`, () => assert.deepEqual(shape(source), blocks));

  it("knows the level of a heading, and that code has no language", () => {
    const { blocks } = parseHtml("<h3>a</h3><pre>b</pre>");
    const [heading, code] = blocks;
    assert.ok(heading?.kind === "heading" && heading.level === 3);
    assert.ok(code?.kind === "code" && code.fence === "none" && code.language === undefined);
  });

  it("counts the lines from where it begins", () => {
    const source = "<p>a\n<p>b <a href=x>c</a>\n<ul><li>d</ul><p a a>e";
    assert.deepEqual(shape(source, 10), ["11 paragraph: a", "12 paragraph: b c", "13 list-item: d", "13 paragraph: e"]);
    const { references, lists, faults } = parseHtml(source, 10);
    assert.deepEqual([references[0]?.line, lists[0]?.line, faults[0]?.line], [12, 13, 13]);
  });

  it("takes the title of the head, or else the first heading of the first level", () => {
    const titleOf = (source: string) => parseHtml(source).title;
    assert.equal(titleOf("<title> A  b </title><h1>c</h1>"), "A b");
    assert.equal(titleOf("<title> </title><h2>b</h2><h1> c  d</h1><h1>e</h1>"), "c d");
    assert.equal(titleOf("<head><meta><title>A</title></head>"), "A");
    assert.equal(titleOf("<title></title><p>c"), undefined);
    assert.equal(titleOf("<h2>c</h2>"), undefined);
  });

  it("names a link by its text, its label, or the image in it", () => {
    assert.deepEqual(links("<a href=x> a\n <b>b</b></a>"), [["link", "x", "a b", 1]]);
    assert.deepEqual(links("before <a href=x aria-label=c> </a>"), [["link", "x", "c", 1]]);
    assert.deepEqual(links("\n<a href=x><img src=y alt=d></a>"), [
      ["image", "y", "d", 2],
      ["link", "x", "image", 2],
    ]);
    assert.deepEqual(links("<a href=x></a><a href></a><a>no link</a><link href=z>"), [
      ["link", "x", "", 1],
      ["link", "", "", 1],
    ]);
    assert.deepEqual(links("<img>"), [["image", "", undefined, 1]]);
  });

  it("finds what a link may jump to: every id, and the name of a link", () => {
    const { anchors } = parseHtml("<p id=a><a name=b>x</a><a id=c name=d>y</a><input name=e><i id=''>z</i>");
    assert.deepEqual(anchors, ["a", "b", "c", "d"]);
  });

  it("counts the items of each list, not those of the lists in them", () => {
    const { lists } = parseHtml("<ul><li>a<li>b<ol><li>c</ol></ul>\n<ol></ol>");
    assert.deepEqual(lists, [
      { line: 1, numbers: undefined, items: 2, marker: undefined },
      { line: 1, numbers: undefined, items: 1, marker: undefined },
      { line: 2, numbers: undefined, items: 0, marker: undefined },
    ]);
  });

  it("names the faults that change what a reader sees, and no others", () => {
    const faults = (source: string) => parseHtml(source).faults.map(({ message, line }) => `${line} ${message}`);
    assert.deepEqual(faults("<!doctype html>\n<p a=1 a=2>x"), ["2 duplicate attribute"]);
    assert.deepEqual(faults("<!doctype html>\n<p>x</p/>"), [], "a slash in an end tag is a matter of style");
    assert.deepEqual(faults("<!doctype html><p>x<!-- y"), ["1 eof in comment"]);
    assert.deepEqual(faults("<p>x"), [], "so is a missing doctype");
  });

  it("reads what is nested to the limit, and refuses what is nested deeper", () => {
    const nested = (depth: number) => `<!doctype html>${"<div>".repeat(depth)}x`;
    const deepest = [...Array(10).keys()]
      .map((less) => maxDepth - less)
      .find((depth) => {
        try {
          return parseHtml(nested(depth)).blocks.length === 1;
        } catch {
          return false;
        }
      });
    // The document, its element and its body are above it, and the text is below.
    assert.equal(deepest, maxDepth - 3);
    assert.throws(() => parseHtml(nested(maxDepth - 2)), { name: "Refusal" });
  });
});
