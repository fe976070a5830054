import assert from "node:assert/strict";
import * as vscode from "vscode";

describe("the extension host of these tests", () => {
  it("is a VS Code that the extension supports", () => {
    const [major = 0, minor = 0] = vscode.version.split(".").map(Number);
    assert.ok(major > 1 || (major === 1 && minor >= 103), `VS Code ${vscode.version} is older than 1.103.`);
  });

  it("has the extension under development", () => {
    const extension = vscode.extensions.getExtension("mcp-client-hub.mcp-client-hub");
    assert.equal(extension?.packageJSON.name, "mcp-client-hub");
  });

  it("has a folder open", () => {
    assert.equal(vscode.workspace.workspaceFolders?.length, 1);
  });
});
