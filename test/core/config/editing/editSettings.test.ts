import assert from "node:assert/strict";
import { editSettings } from "../../../../src/core/config/editing/editSettings";

const text = `{
    // which servers
    "mcpHub.servers": {
        "files": { "command": "npx" }, // the best
        "web": {
            "url": "https://example.com", // not mine
            "enabled": false
        },
    }
}
`;

const edited = (path: string[], value: unknown, from = text): string | undefined =>
  editSettings(from, ["mcpHub.servers", ...path], value);

describe("editing a settings file", () => {
  it("adds a key and touches nothing else", () =>
    assert.equal(edited(["files", "enabled"], false), text.replace('"npx" }', '"npx", "enabled": false }')));

  it("changes a value and touches nothing else", () =>
    assert.equal(edited(["web", "enabled"], true), text.replace("false", "true")));

  it("adds an entry in the file's own layout", () => {
    const windows = text.replaceAll("\n", "\r\n").replaceAll("    ", "\t");
    const added = edited(["new"], { command: "x" }, windows);
    assert.ok(added?.includes('\r\n\t\t"new": {\r\n\t\t\t"command": "x"\r\n\t\t}'), added);
    assert.equal(added?.replaceAll("\r\n", "").includes("\n"), false);
  });

  const unknown: [what: string, text: string][] = [
    ["the file has no servers yet", "{}"],
    ["they are written in another way", '{"mcpHub": {"servers": {"files": {}}}}'],
    ["the entry is no object", '{"mcpHub.servers": {"files": "npx"}}'],
    ["the text is not JSON", '{"mcpHub.servers": {"files": {}'],
    ["the file is empty", ""],
  ];
  for (const [what, from] of unknown)
    it(`leaves it to the editor where ${what}`, () =>
      assert.equal(edited(["files", "enabled"], false, from), undefined));
});
