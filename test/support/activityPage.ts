import type { FrameLocator, Locator } from "playwright-core";
import type { EditorWindow } from "../host/window.js";

/** The page of the panel "MCP Hub: Activity", in the editor that is in front. */
export class ActivityPage {
  constructor(private readonly window: EditorWindow) {}

  /** The document of the webview in front, whosever it is. */
  get frame(): FrameLocator {
    return this.window.page.frameLocator("iframe.webview:visible").first().frameLocator("#active-frame");
  }

  /** Shows its traffic: the page comes back with the tab that was last. */
  async show(): Promise<void> {
    await this.window.run((vscode) => vscode.commands.executeCommand("mcpHub.showActivity"));
    await this.frame.getByRole("tab", { name: "Traffic" }).click({ timeout: 30_000 });
    await this.frame.getByRole("searchbox").waitFor({ timeout: 30_000 });
  }

  /** Rows that are drawn and say this: their words as a screen reader has them. */
  rows(name: string | RegExp): Locator {
    return this.frame.getByRole("treeitem", { name });
  }

  /** What is known of the selected row, beside the list. */
  get details(): Locator {
    return this.frame.getByRole("region", { name: "Details" });
  }

  search(text: string): Promise<void> {
    return this.frame.getByRole("searchbox").fill(text);
  }
}
