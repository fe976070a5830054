import assert from "node:assert/strict";
import { yamlFile } from "../../../../src/core/apps/editing/yamlFile";

const member = { parent: ["extensions"], key: "hub" };
const item = { parent: ["mcpServers"], key: "hub", namedBy: "name" };
const entry = { name: "hub", type: "stdio" };

describe("an entry in a YAML file", () => {
  it("comes first of a map and leaves comments where they are", () => {
    const before = "# top\nextensions: # mine\n    # files\n    files: {a: 1}   # kept\n\nother: |\n  a\n";
    const after = before.replace("# mine\n", "# mine\n    hub:\n      name: hub\n      type: stdio\n");
    assert.equal(yamlFile.insert(before, member, entry, ""), after);
    assert.equal(yamlFile.remove(after, member, ""), before);
  });

  it("comes first of a list, whether it is indented or not", () => {
    for (const indent of ["", "  "]) {
      const before = `mcpServers:\n${indent}- name: a\n${indent}  url: x\nz: 1\n`;
      const after = before.replace(":\n", `:\n${indent}- name: hub\n${indent}  type: stdio\n`);
      assert.equal(yamlFile.insert(before, item, entry, ""), after);
      assert.equal(yamlFile.remove(after, item, ""), before);
    }
  });

  it("stays in brackets where the others are", () => {
    const before = "mcpServers: [{name: a}] # x\n";
    const after = 'mcpServers: [{"name":"hub","type":"stdio"}, {name: a}] # x\n';
    assert.equal(yamlFile.insert(before, item, entry, ""), after);
    assert.equal(yamlFile.remove(after, item, ""), before);
    assert.equal(yamlFile.remove("mcpServers: [{name: a}, {name: hub}]\n", item, ""), "mcpServers: [{name: a}]\n");
  });

  it("begins an empty file with what the app wants, and takes it away again", () => {
    const made = yamlFile.insert("", item, entry, "name: x\n");
    assert.equal(made, "name: x\nmcpServers:\n  - name: hub\n    type: stdio\n");
    assert.equal(yamlFile.remove(made ?? "", item, "name: x\n"), "");
  });

  it("tells a key without a value from one that it made", () => {
    for (const before of ["a: 1\nextensions:\n", "a: 1\n", "extensions:\na: 1", "extensions: # none\n"])
      assert.equal(yamlFile.remove(yamlFile.insert(before, member, entry, "") ?? "", member, ""), before);
  });

  it("is changed in its place", () => {
    const before = "extensions:\n  a: 1\n  hub:\n    name: hub\n    # old\n    type: old\n  b: 2\n";
    assert.equal(
      yamlFile.replace(before, member, entry),
      "extensions:\n  a: 1\n  hub:\n    name: hub\n    type: stdio\n  b: 2\n",
    );
  });

  it("is not put into what it is not", () => {
    for (const text of ["extensions: 1\n", "extensions: [1]\n", "{extensions: {}}\n", "- 1\n"])
      assert.equal(yamlFile.insert(text, member, entry, ""), undefined, text);
  });

  it("does not follow aliases without end", () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghij".replace(/./g, (key, at: number) => `${key}: &${key} [${`*${"abcdefghij"[at]},`.repeat(9)}]\n`)}`;
    assert.equal(yamlFile.parse(bomb).kind, "broken");
    const reason = "it is nested more than 256 levels deep";
    assert.deepEqual(yamlFile.parse("- ".repeat(2000)), { kind: "broken", reason, line: 1, column: 1 });
  });
});
