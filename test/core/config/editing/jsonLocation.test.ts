import assert from "node:assert/strict";
import { jsonLocation, keyLocation, valueLocation } from "../../../../src/core/config/editing/jsonLocation";

const text = `// mine
{
  "editor.fontSize": 12,
  "mcpHub.servers": {
    "files": { "command": "npx", "args": ["-y", 8080] },
    "two": {}, "two": { "url": 1 },
  },
}`;

/** What a path underlines, and on which line (from 1). */
function underlined(path: (string | number)[], within = text): string | undefined {
  const range = jsonLocation(within, path);
  if (!range) return undefined;
  assert.equal(range.start.line, range.end.line);
  const line = within.split(/\r\n|\n/)[range.start.line] ?? "";
  return `${range.start.line + 1}: ${line.slice(range.start.character, range.end.character)}`;
}

const rows: [path: (string | number)[], expected: string | undefined][] = [
  [["editor.fontSize"], '3: "editor.fontSize": 12'],
  [["mcpHub.servers"], '4: "mcpHub.servers"'],
  [["mcpHub.servers", "files"], '5: "files"'],
  [["mcpHub.servers", "files", "command"], '5: "command": "npx"'],
  [["mcpHub.servers", "files", "args"], '5: "args"'],
  [["mcpHub.servers", "files", "args", 1], "5: 8080"],
  [["mcpHub.servers", "files", "url"], '5: "files"'],
  [["mcpHub.servers", "files", "args", 9], '5: "args"'],
  [["mcpHub.servers", "two", "url"], '6: "url": 1'],
  [["mcpHub.approval"], undefined],
  [["mcpHub.servers", 0], '4: "mcpHub.servers"'],
];

describe("finding a path in a settings file", () => {
  for (const [path, expected] of rows)
    it(`${path.join("/")} → ${expected}`, () => assert.equal(underlined(path), expected));

  it("counts lines the same with Windows line ends", () =>
    assert.equal(underlined(["mcpHub.servers", "files", "args", 1], text.replaceAll("\n", "\r\n")), "5: 8080"));

  it("finds settings that are written as nested objects, also in a workspace file", () => {
    const nested = '{ "settings": { "mcpHub": { "servers": { "x": { "command": 1 } } } } }';
    assert.equal(underlined(["settings", "mcpHub.servers", "x", "command"], nested), '1: "command": 1');
  });

  it("takes the nested form of a setting only where that leads further", () => {
    const both = [
      '{ "mcpHub.servers": { "x": {}, "y": {} },',
      '"mcpHub": { "servers": { "x": {}, "y": { "command": 1 } } } }',
    ].join("\n");
    assert.equal(underlined(["mcpHub.servers", "x"], both), '1: "x"');
    assert.equal(underlined(["mcpHub.servers", "x", "command"], both), '1: "x"');
    assert.equal(underlined(["mcpHub.servers", "y", "command"], both), '2: "command": 1');
  });

  it("finds what it can in a text that is being typed", () =>
    assert.equal(underlined(["mcpHub.servers", "x"], '{ "mcpHub.servers": { "x": { "comm'), '1: "x"'));

  for (const nothing of ["", "null", "[]"])
    it(`finds nothing in ${JSON.stringify(nothing)}`, () => assert.equal(underlined(["a"], nothing), undefined));
});

describe("finding a value or a name in a settings file", () => {
  const args = ["mcpHub.servers", "files", "args"];

  it("gives the value, of a key or in a list", () => {
    const found = [
      ["mcpHub.servers", "files", "command"],
      [...args, 1],
    ].map((path) => valueLocation(text, path));
    assert.deepEqual(
      found.map((one) => [one?.value, one?.start, one?.end.character]),
      [
        ["npx", { line: 4, character: 26 }, 31],
        [8080, { line: 4, character: 48 }, 52],
      ],
    );
  });

  it("gives the name with those beside it", () => {
    const { start, end, siblings } = keyLocation(text, args) ?? assert.fail("not found");
    assert.deepEqual([start, end.character, siblings], [{ line: 4, character: 33 }, 39, ["command", "args"]]);
  });

  it("gives nothing where the path does not exist, and no name in a list", () => {
    for (const path of [["mcpHub.servers", "files", "url"], ["mcpHub.approval"], [...args, 9]])
      assert.deepEqual([valueLocation(text, path), keyLocation(text, path)], [undefined, undefined], path.join());
    assert.equal(keyLocation(text, [...args, 1]), undefined);
    assert.deepEqual([valueLocation("", ["a"]), keyLocation("", ["a"])], [undefined, undefined]);
  });
});
