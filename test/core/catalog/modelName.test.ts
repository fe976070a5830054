import assert from "node:assert/strict";
import { maxModelName, modelName } from "../../../src/core/catalog/modelName";

describe("model names", () => {
  it("are server__tool where that is plain", () => assert.equal(modelName("files", "read_file"), "files__read_file"));

  const awkward: [server: string, tool: string][] = [
    ["files", "x".repeat(200)],
    ["s".repeat(64), "t"],
    ["files", "read\u0000file\n"],
    ["files", "prüfe"],
    ["files", ""],
    ["my.files", "read"],
    ["a__b", "c"],
    ["a", "b__c"],
    ["a_", "b"],
    ["a", "_b"],
    ["a", "b_0123abcd"],
    ["files", "工具"],
    ["files", "道具"],
    ["天気", "read"],
    ["com.atlassian/atlassian-mcp-server", "read"],
    ["com.atlassian/atlassian-mcp", "read"],
    ["Azure MCP Server", "read"],
    ["7zip", "read"],
    ["-a", "read"],
  ];
  it("fit what models accept, whatever the names are", () => {
    for (const [server, tool] of awkward) {
      const name = modelName(server, tool);
      assert.match(name, /^[A-Za-z_][A-Za-z0-9_-]*$/, JSON.stringify([server, tool]));
      assert.ok(name.length <= maxModelName, name);
    }
  });

  it("are different for different tools", () => {
    const names = awkward.map(([server, tool]) => modelName(server, tool));
    assert.equal(new Set(names).size, awkward.length);
    assert.notEqual(modelName("a__b", "c"), modelName("a", "b__c"));
    assert.notEqual(modelName("a_", "b"), modelName("a", "_b"));
    assert.notEqual(modelName("f", `${"x".repeat(80)}1`), modelName("f", `${"x".repeat(80)}2`));
  });

  it("are the same in every session", () => {
    // Written down: a name that changes breaks what people and models have remembered.
    assert.equal(modelName("my.files", "read"), "my_files__read_31f5230e");
  });

  it("cannot be chosen by a server to meet a digest", () => {
    const real = modelName("a.b", "tool");
    const imitation = real.slice("a_b__".length);
    assert.notEqual(modelName("a_b", imitation), real);
  });
});
