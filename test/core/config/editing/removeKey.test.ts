import assert from "node:assert/strict";
import { editSettings } from "../../../../src/core/config/editing/editSettings";

const text = `{
    // which servers
    "mcpHub.servers": {
        // mine
        "files": { "command": "npx" }, // the best
        // the other
        "web": {
            "url": "https://example.com", // not mine
            "enabled": false
        } // its own
        // the end
    },
    "editor.fontSize": 12
}
`;

const removed = (path: string[], from = text) => editSettings(from, ["mcpHub.servers", ...path], undefined);

describe("taking a key out of a settings file", () => {
  it("takes the first entry with its comments, and no others", () =>
    assert.equal(
      removed(["files"]),
      text.replace('        // mine\n        "files": { "command": "npx" }, // the best\n', ""),
    ));

  it("takes the last entry with the comma before it and its comments, and no others", () =>
    assert.equal(
      removed(["web"]),
      text
        .replace('{ "command": "npx" }, // the best', '{ "command": "npx" } // the best')
        .replace(/ {8}\/\/ the other\n {8}"web": \{[^}]+\} \/\/ its own\n/, ""),
    ));

  it("takes a whole line where nothing else is on it, with Windows line ends too", () => {
    assert.equal(removed(["web", "url"])?.includes('"web": {\n            "enabled"'), true);
    const plain = '{\n  "mcpHub.servers": {\n    "a": {},\n    "b": {}\n  }\n}\n';
    assert.equal(removed(["a"], plain), '{\n  "mcpHub.servers": {\n    "b": {}\n  }\n}\n');
    assert.equal(removed(["b"], plain), '{\n  "mcpHub.servers": {\n    "a": {}\n  }\n}\n');
    const windows = plain.replaceAll("\n", "\r\n");
    assert.equal(removed(["a"], windows), '{\r\n  "mcpHub.servers": {\r\n    "b": {}\r\n  }\r\n}\r\n');
  });

  it("keeps the rest of a single line", () => {
    const line = '{ "mcpHub.servers": { "a": {}, "b": {}, "c": {} } }';
    assert.equal(removed(["a"], line), '{ "mcpHub.servers": { "b": {}, "c": {} } }');
    assert.equal(removed(["b"], line), '{ "mcpHub.servers": { "a": {}, "c": {} } }');
    assert.equal(removed(["c"], line), '{ "mcpHub.servers": { "a": {}, "b": {} } }');
    assert.equal(removed(["a"], '{ "mcpHub.servers": { "a": {} } }'), '{ "mcpHub.servers": { } }');
  });

  it("takes the comma after a last entry that has one", () =>
    assert.equal(removed(["a"], '{ "mcpHub.servers": { "a": {}, } }'), '{ "mcpHub.servers": { } }'));

  it("leaves the text alone where the key is not there", () => assert.equal(removed(["none"]), text));
});
