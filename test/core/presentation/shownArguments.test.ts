import assert from "node:assert/strict";
import { argumentsDocument, shownArguments } from "../../../src/core/presentation/shownArguments";

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`a${n}`, n]));

describe("the arguments of a call before it runs", () => {
  it("are a line for each, unmasked", () => {
    assert.deepEqual(shownArguments({ path: "a.txt", password: "x", list: [1] }), {
      lines: [
        { name: "path", value: '"a.txt"' },
        { name: "password", value: '"x"' },
        { name: "list", value: "[1]" },
      ],
      isCut: false,
    });
    assert.deepEqual(shownArguments({}), { lines: [], isCut: false });
  });

  it("are ten lines at most, and a word on the others", () => {
    const ten = shownArguments(many(10));
    assert.deepEqual([ten.lines.length, ten.isCut], [10, false]);
    const twelve = shownArguments(many(12));
    assert.deepEqual(
      [twelve.lines.length, twelve.isCut, twelve.lines.at(-1)],
      [11, true, { name: "…", value: "and 2 more" }],
    );
  });

  it("have names 20 wide and values 40 wide, and say that they are cut", () => {
    const of = (name: string, value: string) => {
      const { lines, isCut } = shownArguments({ [name]: value });
      return [lines[0]?.name.length, lines[0]?.value.length, isCut];
    };
    assert.deepEqual(of("x".repeat(20), "x".repeat(38)), [20, 40, false]);
    assert.deepEqual(of("x".repeat(21), ""), [21, 2, true], "with the mark of the cut");
    assert.deepEqual(of("x", "x".repeat(39)), [1, 41, true]);
  });

  it("show what cannot be seen as its escape", () => {
    assert.deepEqual(shownArguments({ "a\u202e": "\u200b\u{e0041}\n" }).lines, [
      { name: "a\\u202e", value: '"\\u200b\\udb40\\udc41\\n"' },
    ]);
  });

  it("are all in a document, which is named after the tool", () => {
    assert.deepEqual(argumentsDocument("read file/é", { a: "\u202e" }), {
      name: "read_file_-arguments.json",
      text: '{\n  "a": "\\u202e"\n}\n',
    });
    assert.equal(argumentsDocument("x".repeat(61), {}).name, `${"x".repeat(60)}-arguments.json`);
    assert.equal(Object.keys(JSON.parse(argumentsDocument("x", many(12)).text)).length, 12);
  });
});
