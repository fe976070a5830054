import type { FrameLocator, Locator } from "playwright-core";
import type { EditorWindow } from "../host/window.js";

/** The page of the panel "MCP Hub: Activity", in the editor that is in front. */
export class ActivityPage {
  constructor(private readonly window: EditorWindow) {}

  /** The document of the webview in front, whosever it is. */
  get frame(): FrameLocator {
    return this.window.page.frameLocator("iframe.webview:visible").first().frameLocator("#active-frame");
  }

  async show(): Promise<void> {
    await this.window.run((vscode) => vscode.commands.executeCommand("mcpHub.showActivity"));
    await this.frame.getByRole("searchbox").waitFor({ timeout: 30_000 });
  }

  /** Rows that are drawn and hold the text. */
  rows(text: string | RegExp): Locator {
    return this.frame.getByRole("treeitem").filter({ hasText: text });
  }

  search(text: string): Promise<void> {
    return this.frame.getByRole("searchbox").fill(text);
  }
}
