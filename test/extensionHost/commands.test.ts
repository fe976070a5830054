import assert from "node:assert/strict";
import { join } from "node:path";
import * as vscode from "vscode";
import { commandTable, dismissQuestion } from "../../src/editor/manifest/commandTable";
import { until } from "../support/until";

describe("the commands in the editor, called with their target", () => {
  const settings = () => vscode.workspace.getConfiguration("mcpHub");
  const set = (name: string, value: unknown) => settings().update(name, value, vscode.ConfigurationTarget.Global);
  const run = (id: keyof typeof commandTable, argument?: unknown) => vscode.commands.executeCommand(id, argument);

  before(async () => {
    const extension = vscode.extensions.getExtension("mcp-client-hub.mcp-client-hub");
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(extension && folder);
    await extension.activate();
    await set("approval", "never");
    const sample = join(extension.extensionPath, "dist/samples/documents.js");
    await set("servers", { papers: { command: "node", args: [sample, folder.uri.fsPath] } });
    await run("mcpHub.connectServer", "papers");
    await until("papers offers its tools", async () =>
      (await copied({ server: "papers", name: "extract_text" })).includes("__"),
    );
  });

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await set("servers", undefined);
    await set("approval", undefined);
  });

  it("are registered, exactly those of the table", async () => {
    const registered = (await vscode.commands.getCommands(true)).filter((id) => id.startsWith("mcpHub."));
    // Each view adds its own commands, such as mcpHub.servers.focus.
    const own = registered.filter((id) => !/^mcpHub\.(servers|activityView)\./.test(id)).sort();
    assert.deepEqual(own, [...Object.keys(commandTable), dismissQuestion].sort());
  });

  it("copy the model name of a tool, the address of a resource, the name of a server", async () => {
    assert.equal(await copied({ server: "papers", name: "extract_text" }), "papers__extract_text");
    assert.equal(await copied({ server: "papers", uri: "documents:///fish-soup.md" }), "documents:///fish-soup.md");
    assert.equal(await copied("papers"), "papers");
  });

  it("open a resource, read-only", async () => {
    await run("mcpHub.openResource", { server: "papers", uri: "documents:///fish-soup.md" });
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    assert.equal(document.uri.scheme, "mcp-hub");
    assert.equal(document.languageId, "markdown");
    assert.match(document.getText(), /^# Harbor fish soup/);
    assert.equal(vscode.workspace.fs.isWritableFileSystem(document.uri.scheme), false);
    const bytes = await vscode.workspace.fs.readFile(document.uri);
    assert.match(Buffer.from(bytes).toString(), /^# Harbor fish soup/, "read again");
    await assert.rejects(async () => vscode.workspace.fs.writeFile(document.uri, bytes), /read-only/i);
  });

  it("resolve even if the server is unknown or the tool no longer exists", async () => {
    await run("mcpHub.restartServer", "nobody");
    await run("mcpHub.callTool", { server: "papers", name: "nothing" });
    await run("mcpHub.openResource", { server: "papers", uri: "documents:///nowhere.md" });
  });

  it("disconnect and connect", async () => {
    await run("mcpHub.disconnectServer", "papers");
    assert.equal(await copied({ server: "papers", name: "extract_text" }), "extract_text", "No tool is offered.");
    await run("mcpHub.connectServer", "papers");
    assert.equal(await copied({ server: "papers", name: "extract_text" }), "papers__extract_text");
  });

  async function copied(target: unknown): Promise<string> {
    await run("mcpHub.copyName", target);
    return vscode.env.clipboard.readText();
  }
});
