import assert from "node:assert/strict";
import { join } from "node:path";
import { repository } from "../host/paths.mjs";
import { type EditorWindow, openWindow } from "../host/window.js";
import { Questions } from "../support/questions.js";

const patience = { timeout: 30_000 };

describe("a window in German", () => {
  let window: EditorWindow;

  before(async () => {
    window = await openWindow({
      language: "de",
      userSettings: {
        "mcpHub.servers": {
          hotel: { label: "Hotel", command: "node", args: [join(repository, "test/support/formServer.mjs")] },
          gone: { command: "mcp-hub-no-such-program" },
        },
      },
    });
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
  });
  after(() => window?.close());

  it("has the tree in German, with failures", async () => {
    const node = (spoken: RegExp) => window.page.getByRole("treeitem", { name: spoken }).first();
    await node(/^Hotel, MCP-Server, Bereit, \d+ Tools/).waitFor(patience);
    await node(/Das Programm "mcp-hub-no-such-program" wurde im PATH nicht gefunden/).waitFor(patience);
  });

  it("has the commands and settings of package.json in German", async () => {
    const { title, description } = await window.run((vscode) => {
      const { contributes } = vscode.extensions.getExtension("mcp-client-hub.mcp-client-hub")?.packageJSON ?? {};
      const named = (one: { command: string }) => one.command === "mcpHub.restartServer";
      return {
        title: contributes.commands.find(named).title.value, // beside the original, by which commands are found too
        description: contributes.configuration[0].properties["mcpHub.start"].markdownDescription,
      };
    });
    assert.equal(title, "Server neu starten");
    assert.match(description, /^Wann ein Server startet\. Standardmäßig/);
  });

  it("asks in German, and tells a model in English", async () => {
    const questions = new Questions(window.page);
    const called = window.run(async (vscode) => {
      const input = { tool: "hotel__refuse", arguments: {} };
      const { content } = await vscode.lm.invokeTool("mcpHub_callTool", { input, toolInvocationToken: undefined });
      return JSON.stringify(content);
    });
    await questions.asks('Das Tool "refuse" des MCP-Servers "Hotel" (hotel) für ein Modell im Chat ausführen?');
    await questions.settled();
    assert.deepEqual((await questions.lines()).slice(0, 2), ["Verweigern", "Einmal erlauben"]);
    await window.screenshot("german-question");
    await questions.dismiss();
    assert.match(await called, /was not run: you declined/);
    const servers = await window.run(async (vscode) => {
      const { content } = await vscode.lm.invokeTool("mcpHub_listServers", {
        input: {},
        toolInvocationToken: undefined,
      });
      return JSON.stringify(content);
    });
    assert.match(servers, /hotel: Ready, \d+ tools/);
    assert.match(servers, /was not found on the PATH/);
  });

  it("has the activity panel in German", async () => {
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showActivity"));
    const page = window.page.frameLocator("iframe.webview:visible").first().frameLocator("#active-frame");
    await page.getByRole("tab", { name: "Datenverkehr" }).waitFor(patience);
    await page
      .getByRole("treeitem", { name: /refuse: verweigert|refuse.*verweigert/ })
      .first()
      .waitFor(patience);
    await page.getByRole("tab", { name: "Server" }).click(patience);
    await page.getByRole("button", { name: "Neu starten" }).first().waitFor(patience);
    await window.screenshot("german-panel");
  });
});
