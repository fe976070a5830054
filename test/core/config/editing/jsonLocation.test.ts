import assert from "node:assert/strict";
import { jsonLocation } from "../../../../src/core/config/editing/jsonLocation";

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

  it("finds what it can in a text that is being typed", () =>
    assert.equal(underlined(["mcpHub.servers", "x"], '{ "mcpHub.servers": { "x": { "comm'), '1: "x"'));

  for (const nothing of ["", "null", "[]"])
    it(`finds nothing in ${JSON.stringify(nothing)}`, () => assert.equal(underlined(["a"], nothing), undefined));
});
