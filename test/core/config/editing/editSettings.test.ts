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

  const margin = `// ${"-".repeat(300)}\n`;
  const values: [what: string, before: string, value: unknown, after: string][] = [
    ["an object on one line", '{ "A": "1" }', { B: "2" }, '{ "B": "2" }'],
    ["a list on one line", "[1]", [2, 3], "[2, 3]"],
    ["an object on several lines", '{\n    "A": "1"\n  }', { B: "2" }, '{\n    "B": "2"\n  }'],
    ["an empty object", "{}", { B: "2" }, '{\n    "B": "2"\n  }'],
    ["an empty list", "[]", [1], "[\n    1\n  ]"],
    ["a text", '"long"', { B: "2" }, '{\n    "B": "2"\n  }'],
  ];
  for (const [what, before, value, after] of values)
    it(`lays a new value out as what was there: ${what}`, () => {
      const file = (inner: string) => `${margin}{\n  "env": ${inner}\n}\n`;
      assert.equal(editSettings(file(before), ["env"], value), file(after));
    });

  it("adds a value on lines of its own to an object on several lines", () =>
    assert.equal(
      editSettings(`${margin}{\n\t"a": 1\n}`, ["b"], { c: 2 }),
      `${margin}{\n\t"a": 1,\n\t"b": {\n\t\t"c": 2\n\t}\n}`,
    ));

  it("neither adds to a list nor takes out of it", () => {
    assert.equal(editSettings("[1, 2]", [1], undefined), undefined);
    assert.equal(editSettings("[1, 2]", [2], 3), undefined);
    assert.equal(editSettings("[1, 2]", [1], 3), "[1, 3]");
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
