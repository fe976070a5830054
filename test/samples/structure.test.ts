import assert from "node:assert/strict";
import type { Format } from "../../src/samples/documents/access/formats";
import type { LookUp, Target } from "../../src/samples/documents/check/linkRules";
import { validateStructure } from "../../src/samples/documents/check/validateStructure";
import { parseDocument } from "../../src/samples/documents/parse/parseDocument";

async function rules(source: string, format: Format = "markdown", lookUp?: LookUp): Promise<string[]> {
  const { issues } = await validateStructure(parseDocument(source, format), lookUp);
  return issues.map(({ rule, line }) => `${line} ${rule}`);
}

describe("validating structure", () => {
  const rows: [name: string, source: string, expected: string[]][] = [
    ["a sound document", "# A\n\nText.\n\n## B\n\nMore.\n\n### C\n\n1. x\n2. y\n\n```js\nx\n```\n", []],
    ["no title", "## A\n\nText.", ["1 missing-title"]],
    ["a title in the front matter", "---\ntitle: A\n---\n\nText.", []],
    ["two titles", "# A\n\nx\n\n# B\n\ny", ["5 several-titles"]],
    ["a skipped level", "# A\n\n### B\n\nx", ["3 skipped-level"]],
    ["going back up several levels", "# A\n\n## B\n\n### C\n\nx\n\n## D\n\ny", []],
    ["an empty section", "# A\n\nx\n\n## B\n\n## C\n\ny", ["5 empty-section"]],
    ["an empty section at the end", "# A\n\nx\n\n## B\n", ["5 empty-section"]],
    ["an empty heading", "# A\n\n##\n\nx", ["3 empty-heading"]],
    ["the same heading twice", "# A\n\n## B\n\nx\n\n## b\n\ny", ["7 duplicate-heading"]],
    ["the same heading under two parents", "# A\n\n## B\n\n### X\n\nx\n\n## C\n\n### X\n\ny", []],
    ["an open fence", "# A\n\n```js\nlet x;\n\n## B\n", ["3 unclosed-fence"]],
    ["a fence closed by a longer one", "# A\n\n~~~js\n```\n~~~~\n", []],
    ["a fence in a list", "# A\n\n- x\n\n  ```js\n  y\n  ```\n", []],
    ["a fence without a language", "# A\n\n```\nx\n```\n", ["3 fence-without-language"]],
    ["indented code", "# A\n\nx\n\n    code\n", []],
    ["wrong numbers", "# A\n\n1. x\n2. y\n4. z\n", ["3 list-numbering"]],
    ["the same number throughout", "# A\n\n1. x\n1. y\n1. z\n", []],
    ["two bullets", "# A\n\n- x\n\nText\n\n* y\n", ["7 mixed-bullets"]],
    ["an image without text", "# A\n\n![](https://x.example/a.png)", ["3 image-without-text"]],
    ["a link without text", "# A\n\n[](https://x.example)", ["3 link-without-text"]],
    ["a link to nothing", "# A\n\nSee\n[b]().", ["4 empty-target"]],
    [
      "anchors that are there",
      "# A b!\n\n[a](#a-b) [b](#x-1) [t](#top)\n\n## X\n\ny\n\n### X\n\n<a id='z'></a> [z](#z)",
      [],
    ],
    ["an anchor that is not", "# A\n\n[a](#b)", ["3 broken-anchor"]],
  ];
  for (const [name, source, expected] of rows) {
    it(`${name}: ${expected.join(", ") || "nothing"}`, async () => assert.deepEqual(await rules(source), expected));
  }

  it("follows links to files once each, and to the anchors in them", async () => {
    const asked: string[] = [];
    const targets: Record<string, Target> = {
      "there.md": { kind: "document", outline: parseDocument("# Here\n\nx", "markdown") },
      "a b.txt": { kind: "file" },
      "../far.md": { kind: "outside" },
    };
    const lookUp = async (path: string): Promise<Target> => {
      asked.push(path);
      return targets[path] ?? { kind: "missing" };
    };
    const source =
      "# A\n\n[a](there.md)\n[b](there.md#here)\n[c](there.md#gone)\n[d](a%20b.txt#x)\n[e](../far.md)\n[f](none.md)\n![g](none.png)\n[h](https://x.example/y) [i](mailto:a@b.example)";
    assert.deepEqual(await rules(source, "markdown", lookUp), [
      "5 broken-anchor",
      "7 link-outside",
      "8 broken-link",
      "9 broken-link",
    ]);
    assert.deepEqual(asked, ["there.md", "a b.txt", "../far.md", "none.md", "none.png"]);
  });

  it("reads HTML's rules: an empty alternative text is decoration, a missing one a fault", async () => {
    const source =
      "<!doctype html><title>T</title>\n<h1>A</h1><p>x\n<img src='https://x.example/a' alt=''>\n<img src='https://x.example/b'>\n<a href='#no'>y</a></p>";
    assert.deepEqual(await rules(source, "html"), ["4 image-without-text", "5 broken-anchor"]);
  });
});
