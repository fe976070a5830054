import assert from "node:assert/strict";
import { parseMarkdown } from "../../src/samples/documents/parse/parseMarkdown";

const shape = (source: string) =>
  parseMarkdown(source).blocks.map(({ kind, line, passage }) => `${line} ${kind}: ${passage.text}`);
const references = (source: string) =>
  parseMarkdown(source).references.map(({ kind, target, label, line }) => `${line} ${kind} ${target} "${label}"`);

describe("reading Markdown", () => {
  const rows: [what: string, source: string, blocks: string[]][] = [
    ["what is marked in a line", "a *b* **c** `d` ~e~", ["1 paragraph: a b c d ~e~"]],
    ["line breaks of both kinds", "a\nb  \nc\\\nd", ["1 paragraph: a\nb\nc\nd"]],
    ["headings of both kinds", "A\n=\n\n### B ###", ["1 heading: A", "4 heading: B"]],
    ["a quote with a list", "> a\n>\n> - b", ["1 quote: a", "3 list-item: b"]],
    ["a list with paragraphs", "- a\n\n  b\n- c", ["1 list-item: a", "3 list-item: b", "4 list-item: c"]],
    ["a quote in a list", "- > a", ["1 quote: a"]],
    ["rows of a table", "| a | b |\n|--|--|\n| c | |", ["1 table-row: a\tb", "3 table-row: c\t"]],
    ["code that is set off by spaces", "    a\n    b", ["1 code: a\nb"]],
    ["HTML at its lines", "a\n\n<div>\n<p>b\n</div>\n\nc", ["1 paragraph: a", "4 paragraph: b", "7 paragraph: c"]],
    ["no rule between", "a\n\n---\n\nb", ["1 paragraph: a", "5 paragraph: b"]],
    ["the line ends of Windows", "a\r\n\r\n- b\r\n\r\nc", ["1 paragraph: a", "3 list-item: b", "5 paragraph: c"]],
  ];
  for (const [what, source, blocks] of rows)
    it(`finds ${what}`, () =>
      assert.deepEqual(
        shape(source).map((one) => one.trimEnd()),
        blocks.map((one) => one.trimEnd()),
      ));

  const links: [what: string, source: string, references: string[]][] = [
    ["in a line", "a\n[b *c*](d)", ['2 link d "b c"']],
    [
      "by their label, which may come first or last",
      "[b][x] [x] [y][]\n\n[x]: d\n[y]: e",
      ['1 link d "b"', '1 link d "x"', '1 link e "y"'],
    ],
    ["that are an address", "<https://a.example>", ['1 link https://a.example "https://a.example"']],
    ["without a text", "[](a)", ['1 link a ""']],
    ["with an image", "[![i](p)](a)", ['1 image p "i"', '1 link a "image"']],
    ["with an image and a text", "[b![i](p)](a)", ['1 image p "i"', '1 link a "b"']],
    ["with an image by its label", "[![i][x]](a)\n\n[x]: p", ['1 image p "i"', '1 link a "image"']],
    ["images by their label", "![i][x] ![][x]\n\n[x]: p", ['1 image p "i"', '1 image p ""']],
    ["in headings and tables", "# [a](b)\n\n| [c](d) |\n|--|", ['1 link b "a"', '3 link d "c"']],
    ["no code", "`[a](b)`", []],
  ];
  for (const [what, source, expected] of links)
    it(`finds links and images ${what}`, () => assert.deepEqual(references(source), expected));

  it("finds what a link may jump to in HTML, in a line and around it", () => {
    const { anchors } = parseMarkdown(`a <a id="b"></a> <i name='c'> <b class="d">\n\n<div id=e>\n</div>`);
    assert.deepEqual(anchors, ["b", "c", "e"]);
  });

  it("takes the front matter's title, or the first heading of the first level", () => {
    const title = (source: string) => parseMarkdown(source).title;
    assert.equal(title("---\ntitle: T\n---\n# A"), "T");
    assert.equal(title("## B\n\n# *A*  a\n\n# C"), "A a");
    assert.equal(title("## B"), undefined);
  });

  it("counts the items of lists, with their numbers or their sign", () => {
    const { lists } = parseMarkdown("2. a\n3. b\n   * c\n\n---\n\n+ d\n\n7) e");
    assert.deepEqual(lists, [
      { line: 1, numbers: [2, 3], items: 2, marker: undefined },
      { line: 3, numbers: undefined, items: 1, marker: "*" },
      { line: 7, numbers: undefined, items: 1, marker: "+" },
      { line: 9, numbers: [7], items: 1, marker: undefined },
    ]);
  });

  const fences: [source: string, fence: string, language: string | undefined, line: number][] = [
    ["```js\na\n```", "closed", "js", 2],
    ["~~~\na\n~~~", "closed", undefined, 2],
    ["```\na\n````", "closed", undefined, 2],
    ["````\na\n```", "open", undefined, 2],
    ["```\na\n~~~", "open", undefined, 2],
    ["```\na\n``` b", "open", undefined, 2],
    ["```", "open", undefined, 2],
    ["> ```\n> a\n> ```", "closed", undefined, 2],
    ["- ```\n  a\n  ```", "closed", undefined, 2],
    ["    a", "none", undefined, 1],
  ];
  for (const [source, fence, language, line] of fences)
    it(`finds code whose fence is ${fence}: ${JSON.stringify(source)}`, () => {
      const [block] = parseMarkdown(source).blocks;
      assert.ok(block?.kind === "code");
      assert.deepEqual([block.fence, block.language, block.passage.lineAt(0)], [fence, language, line]);
    });
});
