import assert from "node:assert/strict";
import { parseText } from "../../src/samples/documents/parse/parseText";

const shape = (source: string) =>
  parseText(source).blocks.map(({ kind, line, passage }) => `${line} ${kind}: ${passage.text}`);
const short = "x".repeat(49);
const long = "y".repeat(50);

describe("reading plain text", () => {
  const titles: [what: string, source: string, title: string | undefined][] = [
    ["stands alone", " A title \n\nText.", "A title"],
    ["is as long as it may be", `${"x".repeat(80)}\n\nText.`, "x".repeat(80)],
    ["is longer", `${"x".repeat(81)}\n\nText.`, undefined],
    ["ends as a sentence does", "A title.\n\nText.", undefined],
    ["asks", "A title? \n\nText.", undefined],
    ["announces", "A title:\n\nText.", undefined],
    ["is a list item", "- A title\n\nText.", undefined],
    ["has a line below it", "A title\nText", undefined],
    ["is the second paragraph", "Text.\n\nA title", undefined],
  ];
  for (const [what, source, title] of titles)
    it(`${title ? "takes" : "does not take"} for the title what ${what}`, () => {
      const { title: found, blocks } = parseText(source);
      assert.equal(found, title);
      assert.equal(blocks[0]?.kind === "heading", title !== undefined);
      if (blocks[0]?.kind === "heading") assert.equal(blocks[0].level, 1);
    });

  const rows: [what: string, source: string, blocks: string[]][] = [
    ["nothing", "", []],
    ["only empty lines", "\n \n\t\n", []],
    ["the last line without an end", "a.\n\nb.", ["1 paragraph: a.", "3 paragraph: b."]],
    ["every kind of line end", "a.\r\n\r\nb.\r\rc.", ["1 paragraph: a.", "3 paragraph: b.", "5 paragraph: c."]],
    [
      "lines that were broken on purpose",
      `${short}\n${short}\n${long}`,
      [`1 paragraph: ${short}`, `2 paragraph: ${short}`, `3 paragraph: ${long}`],
    ],
    ["a line as long as those that are wrapped", `${long}\n${short}\nz`, [`1 paragraph: ${long} ${short} z`]],
    ["bullets of each kind", "- a\n* b\n• c", ["1 list-item: a", "2 list-item: b", "3 list-item: c"]],
    ["numbers of each kind", "1. a\n22) b\n333. c", ["1 list-item: a", "2 list-item: b", "3 list-item: c"]],
    ["no numbers of years", "1984. a year\n1985. b", ["1 paragraph: 1984. a year", "2 paragraph: 1985. b"]],
    ["an item that goes on below", "  - a\n    b\n- c", ["1 list-item: a     b", "3 list-item: c"]],
    ["a sentence before a list", "So:\n- a", ["1 paragraph: So:", "2 list-item: a"]],
  ];
  for (const [what, source, blocks] of rows) it(`finds ${what}`, () => assert.deepEqual(shape(source), blocks));

  it("counts the items of a list, with their numbers or their sign", () => {
    const lists = (source: string) => parseText(source).lists;
    assert.deepEqual(lists("So it is:\n1. a\n2. b\n4. c"), [
      { line: 2, numbers: [1, 2, 4], items: 3, marker: undefined },
    ]);
    assert.deepEqual(lists("* a\n* b\n\n- c"), [
      { line: 1, numbers: undefined, items: 2, marker: "*" },
      { line: 4, numbers: undefined, items: 1, marker: "-" },
    ]);
    assert.deepEqual(lists("1. a\n- b")[0]?.numbers, undefined, "not all of them have numbers");
    assert.deepEqual(lists("A title\n\nText."), []);
  });

  it("remembers the lines of what was joined", () => {
    const [block] = parseText(`${long}\n${long}z`).blocks;
    assert.deepEqual([block?.passage.lineAt(0), block?.passage.lineAt(51)], [1, 2]);
  });
});
