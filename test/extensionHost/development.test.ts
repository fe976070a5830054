import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { WebSocket } from "ws";
import { until } from "../support/until";

describe("a server that somebody writes", () => {
  const settings = () => vscode.workspace.getConfiguration("mcpHub");
  const configure = (servers: unknown) => settings().update("servers", servers, vscode.ConfigurationTarget.Global);
  const [root] = vscode.workspace.workspaceFolders ?? [];
  let folder: string;
  let script: string;
  /** How often the program has started. */
  const starts = () => {
    const log = join(folder, "starts.log");
    return existsSync(log) ? readFileSync(log, "utf8").length : 0;
  };

  before(async () => {
    const extension = vscode.extensions.getExtension("mcp-client-hub.mcp-client-hub");
    assert.ok(extension && root);
    await extension.activate();
    folder = await mkdtemp(join(root.uri.fsPath, "written-"));
    script = join(folder, "server.cjs");
    const sample = join(extension.extensionPath, "dist/samples/documents.js");
    const log = JSON.stringify(join(folder, "starts.log"));
    writeFileSync(script, `require("node:fs").appendFileSync(${log}, ".");\nrequire(${JSON.stringify(sample)});\n`);
  });

  after(async () => {
    await configure(undefined);
    await rm(folder, { recursive: true, force: true });
  });

  it("restarts when one of its files changes, and no other", async () => {
    const watch = `${vscode.workspace.asRelativePath(folder, false)}/*.cjs`;
    await configure({ written: { command: "node", args: [script, folder], dev: { watch } } });
    await until("it has started", () => starts() === 1);
    await vscode.commands.executeCommand("mcpHub.connectServer", "written"); // settles when it is ready
    writeFileSync(join(folder, "notes.txt"), "not a part of it");
    writeFileSync(script, `${readFileSync(script, "utf8")}// changed\n`);
    await until("it has started again", () => starts() === 2);
    await vscode.commands.executeCommand("mcpHub.disconnectServer", "written");
    writeFileSync(script, `${readFileSync(script, "utf8")}// changed again\n`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.equal(starts(), 2, "one that was stopped stays stopped");
  });

  it("is attached to by the editor's debugger, before its first line runs", async () => {
    const begun = starts();
    const handed: vscode.DebugConfiguration[] = [];
    const provider = vscode.debug.registerDebugConfigurationProvider("node", {
      resolveDebugConfiguration: (_, configuration) => {
        handed.push(configuration);
        return undefined; // the test attaches itself
      },
    });
    try {
      await configure({ debugged: { command: "node", args: [script, folder], dev: { debug: { type: "node" } } } });
      await until("the configuration is handed over", () => handed.length === 1);
      const { address, port, type, request, name } = handed[0] ?? assert.fail();
      assert.deepEqual(
        { address, type, request, name },
        { address: "127.0.0.1", type: "node", request: "attach", name: "debugged" },
      );
      assert.equal(starts(), begun);
      const pages = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as unknown;
      const [page] = pages as { webSocketDebuggerUrl: string }[];
      const socket = new WebSocket(page?.webSocketDebuggerUrl ?? "");
      await once(socket, "open");
      socket.send(JSON.stringify({ id: 1, method: "Runtime.runIfWaitingForDebugger" }));
      await until("it has started", () => starts() === begun + 1);
      socket.close();
    } finally {
      provider.dispose();
    }
  });
});
