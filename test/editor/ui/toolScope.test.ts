import assert from "node:assert/strict";
import { mayUseServer, mayUseTool } from "../../../src/core/access/scope";
import { isPlainName, toolScope } from "../../../src/editor/ui/toolScope";

describe("the scope of a client that may use single tools", () => {
  const scope = toolScope([
    { server: "files", tool: "read" },
    { server: "files", tool: "list" },
    { server: "mail", tool: "read" },
  ]);
  const may = (server: string, tool: string) => mayUseTool([scope], server, tool, () => false);

  it("is these tools, and nothing else of their servers or of others", () => {
    assert.deepEqual([may("files", "read"), may("files", "list"), may("mail", "read")], [true, true, true]);
    assert.deepEqual([may("mail", "list"), may("files", "write"), may("web", "read")], [false, false, false]);
    assert.equal(mayUseServer([scope], "web"), false, "nor the resources of other servers");
  });

  it("has no names that would stand for others", () => {
    assert.deepEqual(["read", "read_*"].map(isPlainName), [true, false]);
  });
});
