import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Locator } from "playwright-core";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { type Everything, startEverything } from "../support/startEverything.js";
import { unfold } from "../support/unfold.js";

/** A day with the hub: the sample server and the protocol's own test server on both transports, from start to the last window closed. */
describe("a window with three servers", () => {
  let window: EditorWindow;
  let remote: Everything;

  before(async () => {
    remote = await startEverything("streamableHttp");
    const everything = join(repository, "node_modules/@modelcontextprotocol/server-everything/dist/index.js");
    window = await openWindow({
      extensions: [join(repository, "test/host/scriptedModel")],
      userSettings: {
        "mcpHub.approval": "never",
        "mcpHub.servers": {
          documents: { command: "node", args: [join(repository, "dist/samples/documents.js"), "${workspaceFolder}"] },
          local: { command: "node", args: [everything, "stdio"], label: "Everything here" },
          remote: { type: "http", url: remote.url, label: "Everything there" },
        },
      },
    });
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
  });

  after(async () => {
    await window?.close();
    await remote?.stop();
  });

  it("connects them all, and the status bar says so", async () => {
    await window.page.locator("#mcp-client-hub\\.mcp-client-hub\\.mcpHub\\.status", { hasText: "MCP 3/3" }).waitFor();
  });

  it("shows what each of them offers in the tree", async () => {
    for (const label of ["documents", "Everything here", "Everything there"])
      await row(new RegExp(`^${label}.*Ready, \\d+ tools`)).waitFor();
    await unfold(row(/^documents/));
    await unfold(row(/^Tools/));
    await row(/^classify_document/).waitFor();
    await unfold(row(/^Prompts/));
    await row(/^Review document/).waitFor();
    await window.screenshot("tree");
  });

  const calls: [modelName: string, args: object, expected: RegExp][] = [
    ["documents__extract_text", { path: "fish-soup.md" }, /Harbor fish soup/],
    ["local__echo", { message: "over stdio" }, /Echo: over stdio/],
    ["remote__echo", { message: "over HTTP" }, /Echo: over HTTP/],
  ];
  for (const [tool, args, expected] of calls)
    it(`calls ${tool}`, async () => {
      const said = await window.run(
        async (vscode, input) => {
          const options = { input, toolInvocationToken: undefined };
          return JSON.stringify((await vscode.lm.invokeTool("mcpHub_callTool", options)).content);
        },
        { tool, arguments: args },
      );
      assert.match(said, expected);
    });

  it("shows the servers, what they do and an answer of @mcp side by side", async () => {
    const { page } = window;
    await window.run(async (vscode) => {
      await vscode.lm.selectChatModels({ vendor: "scripted" }); // the chat offers the models that are known when it opens
      await vscode.commands.executeCommand("mcpHub.showActivity");
      const query =
        '@mcp How hard is the agreement to read? documents__check_readability {"path": "berth-agreement.md"}';
      await vscode.commands.executeCommand("workbench.action.chat.open", { query });
    });
    const answer = page.locator(".interactive-response").last();
    await answer.getByText(/The result: berth-agreement\.md/).waitFor();
    const panel = page.frameLocator("iframe.webview").frameLocator("#active-frame");
    await panel.getByText("check_readability").first().waitFor();
    await window.screenshot("overview");
  });

  it("leaves no process behind when the window closes", async () => {
    const servers = (await window.children()).filter(({ command }) => /documents\.js|server-everything/.test(command));
    assert.equal(servers.length, 2, "one process for each server on stdio");
    await window.closeWindow();
    const end = Date.now() + 15_000;
    let left = await window.children();
    while (left.length > 0 && Date.now() < end) {
      await delay(100);
      left = await window.children();
    }
    assert.deepEqual(left, []);
  });

  const row = (name: RegExp): Locator => window.page.getByRole("treeitem", { name }).first();
});
