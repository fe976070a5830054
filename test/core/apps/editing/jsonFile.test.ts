import assert from "node:assert/strict";
import { jsonFile } from "../../../../src/core/apps/editing/jsonFile";

const place = { parent: ["mcpServers"], key: "hub" };
const entry = { url: "http://127.0.0.1/mcp" };
const put = (text: string) => jsonFile.insert(text, place, entry, "");

describe("an entry in a JSON file", () => {
  it("comes first, in the file's own layout, and every comment stays with what it is about", () => {
    const before =
      '{\r\n\t// servers\r\n\t"mcpServers": { // mine\r\n\t\t// files\r\n\t\t"files": {}, // beside\r\n\t},\r\n}\r\n';
    const after = before.replace(
      "// mine\r\n",
      '// mine\r\n\t\t"hub": {\r\n\t\t\t"url": "http://127.0.0.1/mcp"\r\n\t\t},\r\n',
    );
    assert.equal(put(before), after);
    assert.equal(jsonFile.remove(after, place, ""), before);
  });

  it("stays on the line of a file on one line", () =>
    assert.equal(put('{"mcpServers":{"a":{}}}'), '{"mcpServers":{"hub":{"url":"http://127.0.0.1/mcp"},"a":{}}}'));

  it("makes the collection, and removes only what it made", () => {
    const made = put("");
    assert.equal(made, '{\n  "mcpServers": {\n    "hub": {\n      "url": "http://127.0.0.1/mcp"\n    }\n  }\n}\n');
    assert.equal(jsonFile.remove(made ?? "", place, ""), "");
    for (const before of ["{}", '{\n  "mcpServers": {}\n}\n', '{\n  "mcpServers": {\n  }\n}\n', '{ "a": 1 }'])
      assert.equal(jsonFile.remove(put(before) ?? "", place, ""), before);
  });

  it("can be removed wherever the person has moved it, with the comment that belongs to it", () => {
    const moved = '{\n  "mcpServers": {\n    "a": {}, // first\n    "hub": {} // the hub\n  }\n}\n';
    assert.equal(jsonFile.remove(moved, place, ""), '{\n  "mcpServers": {\n    "a": {} // first\n  }\n}\n');
  });

  it("is changed key by key", () => {
    const before = '{"mcpServers": {"hub": {\n  "url": "old", // mine\n  "headers": {}\n}}}';
    assert.equal(
      jsonFile.replace(before, place, { url: "new" }),
      '{"mcpServers": {"hub": {\n  "url": "new" // mine\n}}}',
    );
  });

  it("is not put into what is no object", () => {
    for (const text of ['{"mcpServers": []}', '{"mcpServers": null}', "[]", "1"])
      assert.equal(put(text), undefined, text);
  });

  it("is not looked for in a text that is nested too deeply", () => {
    const parsed = jsonFile.parse("[".repeat(100_000));
    assert.ok(parsed.kind === "broken");
    assert.deepEqual([parsed.line, parsed.column], [1, 1]);
  });

  it("is not there in an empty text, which is no broken one", () => {
    for (const text of ["", "// nothing yet\n"]) {
      assert.deepEqual(jsonFile.parse(text), { kind: "value", value: undefined });
      assert.equal(jsonFile.remove(text, place, ""), undefined);
    }
  });

  it("takes the place of a value that is none, and leaves what stands behind all the rest", () => {
    assert.equal(
      jsonFile.replace('{"mcpServers": {"hub": 7}}', place, { url: "x" }),
      '{"mcpServers": {"hub": {\n  "url": "x"\n}}}',
    );
    assert.equal(jsonFile.remove('{"mcpServers": {"hub": {}}} // end', place, ""), "{} // end");
  });
});
