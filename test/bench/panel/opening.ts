import { join } from "node:path";
import { repository } from "../../host/paths.mjs";
import { type EditorWindow, openWindow } from "../../host/window";
import { unfold } from "../../support/unfold";

/** From a click to what it shows, in milliseconds, one of each time. */
export interface Opened {
  readonly panelMs: number;
  readonly callPageMs: number;
  /** An empty webview of the editor, opened in the same way: what nobody can be faster than here. */
  readonly emptyMs: number;
}

const patience = { timeout: 60_000 };

/** Opens the panel and the call page several times in one window of a real VS Code, and an empty webview beside each. */
export async function opening(times: number): Promise<Opened[]> {
  const window = await openWindow({
    userSettings: {
      "mcpHub.approval": "never",
      "mcpHub.servers": {
        hotel: { command: "node", args: [join(repository, "test/panel/call/nestedServer.mjs")], label: "Hotel" },
      },
    },
  });
  try {
    await window.run((vscode) => vscode.commands.executeCommand("mcpHub.showServers"));
    const row = (name: string | RegExp) => window.page.getByRole("treeitem", { name });
    await row(/^Hotel, MCP server, Ready/).waitFor(patience);
    await unfold(row(/^Hotel, MCP server, Ready/), true);
    await unfold(row("Tools, 2"), true);
    const opened: Opened[] = [];
    for (let i = 0; i < times; i++) opened.push(await once(window));
    return opened;
  } finally {
    await window.close();
  }
}

async function once(window: EditorWindow): Promise<Opened> {
  const page = () => window.page.frameLocator("iframe.webview:visible").first().frameLocator("#active-frame");
  const close = () => window.run((vscode) => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
  const timed = async (act: () => PromiseLike<unknown>, shown: () => Promise<unknown>) => {
    const began = performance.now();
    await act();
    await shown();
    const ms = performance.now() - began;
    await close();
    return ms;
  };
  const emptyMs = await timed(
    () =>
      window.run((vscode) => {
        const panel = vscode.window.createWebviewPanel("bench", "Empty", 1, {});
        panel.webview.html = "<!doctype html><p>Empty</p>";
      }),
    () => page().getByText("Empty").waitFor(patience),
  );
  const panelMs = await timed(
    () => window.run((vscode) => vscode.commands.executeCommand("mcpHub.showActivity")),
    () => page().getByRole("treeitem").first().waitFor(patience),
  );
  const callPageMs = await timed(
    () => window.page.getByRole("treeitem", { name: /^book, tool/ }).click(),
    () => page().getByRole("textbox", { name: /^name/ }).waitFor(patience),
  );
  return { emptyMs, panelMs, callPageMs };
}
