import assert from "node:assert/strict";
import { formats } from "../../../../src/core/apps/editing/formats";

/** The text at a place, for what a person sees underlined. */
function at(format: keyof typeof formats, text: string, ...path: readonly (string | number)[]): string | undefined {
  const range = formats[format].locate(text, path);
  if (!range) return undefined;
  const lines = text.split("\n");
  const line = lines[range.start.line] ?? "";
  return range.start.line === range.end.line
    ? `${range.start.line}: ${line.slice(range.start.character, range.end.character)}`
    : "several lines";
}

describe("where a path is written", () => {
  const json = '{\n  "mcpServers": {\n    "a b": {"command": "x", "args": ["-y"]}\n  }\n}';
  const toml = [
    "# servers",
    "model = 1",
    '[mcp_servers."a b"]',
    'command = "x"',
    "args = [",
    '  "-y" ]',
    "  [mcp_servers.'a b'.env]",
    'TOKEN = "t"',
    "[mcp_servers.c]",
    'command = "y"',
  ].join("\n");
  const yaml = "name: x\nmcpServers:\n  - name: a b\n    command: x\n    args: [-y]\n  - {name: c}\n";

  const rows: [format: keyof typeof formats, text: string, path: readonly (string | number)[], found?: string][] = [
    ["jsonc", json, ["mcpServers", "a b"], '2: "a b"'],
    ["jsonc", json, ["mcpServers", "a b", "command"], '2: "command": "x"'],
    ["jsonc", json, ["mcpServers", "gone"], '1: "mcpServers"'],
    ["toml", toml, ["mcp_servers", "a b"], '2: [mcp_servers."a b"]'],
    ["toml", toml, ["mcp_servers", "a b", "command"], '3: command = "x"'],
    ["toml", toml, ["mcp_servers", "a b", "args", 0], "4: args = ["],
    ["toml", toml, ["mcp_servers", "a b", "env", "TOKEN"], '7: TOKEN = "t"'],
    ["toml", toml, ["mcp_servers", "c", "command"], '9: command = "y"'],
    ["toml", toml, ["mcp_servers", "c", "url"], "8: [mcp_servers.c]"],
    ["toml", toml, ["mcp_servers", "gone"], '2: [mcp_servers."a b"]'],
    ["toml", toml, ["other"], undefined],
    ["toml", '[mcp_servers]\na = { command = "x" }', ["mcp_servers", "a"], '1: a = { command = "x" }'],
    ["yaml", yaml, ["mcpServers", 0], "2: name: a b"],
    ["yaml", yaml, ["mcpServers", 0, "command"], "3: command: x"],
    ["yaml", yaml, ["mcpServers", 0, "args", 0], "4: -y"],
    ["yaml", yaml, ["mcpServers", 1, "name"], "5: name: c"],
    ["yaml", yaml, ["mcpServers", 7], "1: mcpServers"],
    ["yaml", yaml, ["extensions"], undefined],
  ];
  for (const [format, text, path, found] of rows)
    it(`${format}: ${JSON.stringify(path)}`, () => assert.equal(at(format, text, ...path), found));

  it("is nowhere in a text that is broken or nested too deeply", () => {
    const deep = "[".repeat(100_000);
    assert.equal(formats.jsonc.locate(deep, ["a"]), undefined);
    assert.equal(formats.toml.locate(deep, ["a"]), undefined);
    assert.equal(formats.yaml.locate(deep, []), undefined);
    assert.equal(formats.yaml.locate("a: [\n", ["b"]), undefined);
  });
});
