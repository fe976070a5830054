import assert from "node:assert/strict";
import { copiedName, targetOf } from "../../../src/editor/commands/commandTarget";

describe("the target of a command", () => {
  it("is read from a name or a node, and empty for anything else", () => {
    assert.deepEqual(targetOf("files"), { server: "files" });
    assert.deepEqual(targetOf({ kind: "tool", server: "files", name: "read", tool: {} }), {
      server: "files",
      name: "read",
    });
    for (const strange of [undefined, null, 3, {}, { server: 4 }, []]) assert.deepEqual(targetOf(strange), {});
  });
});

describe("the copied name", () => {
  const tools = [
    { server: "files", modelName: "files__read", tool: { name: "read", inputSchema: {}, hints: {} } },
  ] as const;
  const rows: [unknown, string | undefined][] = [
    [{ kind: "tool", server: "files", name: "read" }, "files__read"],
    [{ kind: "prompt", server: "files", name: "read" }, "read"],
    [{ server: "other", name: "read" }, "read"],
    [{ server: "files", uri: "file:///a" }, "file:///a"],
    [{ server: "files", uriTemplate: "file:///{a}" }, "file:///{a}"],
    ["files", "files"],
  ];
  for (const [node, name] of rows)
    it(JSON.stringify(node), () => assert.equal(copiedName(targetOf(node), node, tools), name));
});
