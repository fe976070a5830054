import assert from "node:assert/strict";
import { join } from "node:path";
import * as vscode from "vscode";
import type { HubToolName, ToolInputs } from "../../src/core/conversation/toolInputs";
import { blockLimitMs, longestBlock, neverBlocks } from "../support/longestBlock";
import { unfenced } from "../support/unfenced";
import { until } from "../support/until";

/**
 * The measurements of `test/limits` for the hub alone, repeated with everything around it in an editor: tree, status bar, logs,
 * panel, stored catalogs and the editor's own part of the extension host.
 */
describe(`a server of 5,000 tools: the extension host is never blocked for more than ${blockLimitMs} ms`, function () {
  this.timeout(120_000);
  const settings = () => vscode.workspace.getConfiguration("mcpHub");
  const set = (name: string, value: unknown) => settings().update(name, value, vscode.ConfigurationTarget.Global);
  const shows = (what: RegExp) =>
    until(`the servers are ${what}`, async () => what.test(await invoke("mcpHub_listServers", {})));
  let server: object;

  before(async () => {
    const extension = vscode.extensions.getExtension("mcp-client-hub.mcp-client-hub");
    assert.ok(extension);
    await extension.activate();
    server = { command: "node", args: [join(extension.extensionPath, "test/limits/extremeServer.mjs"), "described"] };
    await set("approval", "never");
    await vscode.commands.executeCommand("mcpHub.showActivity");
    await vscode.commands.executeCommand("mcpHub.servers.focus");
  });
  after(async () => {
    await set("servers", undefined);
    await set("approval", undefined);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  /** `again` runs before each run except the first, and is not measured. */
  const quickly = (act: () => Promise<void>, again = async () => {}) => {
    let runs = 0;
    return neverBlocks(async () => {
      if (runs++ > 0) await again();
      return longestBlock(act);
    });
  };
  const call = (tool: string, args = {}) => invoke("mcpHub_callTool", { tool: `many__${tool}`, arguments: args });
  /** How many times the server has listed its tools. */
  const lists = async () => Number(/\d+/.exec(await call("lists"))?.[0]);
  const last = () => invoke("mcpHub_describeTool", { tool: "many__last" });

  /** Changes the list of tools and waits for the new list, so that the search index is rebuilt. */
  const change = async () => {
    const before = await last();
    await call("touch", { changing: true });
    await until("the new list is there", async () => (await last()) !== before);
  };

  it("when it connects", () =>
    quickly(
      async () => {
        await set("servers", { many: server });
        await shows(/^many: Ready, 5,?004 tools/m);
      },
      async () => {
        await set("servers", undefined);
        await shows(/^No MCP server/);
      },
    ));

  it("when it reports a changed list, first without and then with a change", () =>
    quickly(async () => {
      const before = await lists();
      await call("touch");
      await until("the tools were listed", async () => (await lists()) > before);
      await change();
    }));

  it("when a model searches its tools twice", () =>
    quickly(async () => {
      assert.match(await invoke("mcpHub_findTools", { query: "the tool that is named tool4711" }), /^many__tool4711 /m);
      assert.match(
        await invoke("mcpHub_findTools", { query: "please find the tool that does what I ask" }),
        /^many__tool/m,
      );
    }, change));

  it("when it sends 10,000 notifications in a second, with the panel open", () =>
    quickly(async () => assert.match(await call("storm", { count: 10_000 }), /storm/)));
});

async function invoke<N extends HubToolName>(name: N, input: ToolInputs[N]): Promise<string> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return unfenced(content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : "")).join(""));
}
