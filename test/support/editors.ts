import type { EditorWindow } from "../host/window.js";
import { until } from "./until.js";

/** The editors of a window, and the commands that open them. */
export class Editors {
  constructor(private readonly window: EditorWindow) {}

  /** Begins a command that may ask the person; what comes of it is seen. */
  begin(id: string, argument: unknown): void {
    void this.window.run((vscode, { id, argument }) => void vscode.commands.executeCommand(id, argument), {
      id,
      argument,
    });
  }

  /** The tab of this name. */
  tab(name: string) {
    return this.window.page.locator(".tab", { hasText: name }).first();
  }

  /** Waits until a file of this name is open and says this. */
  async show(name: string, says: RegExp | string): Promise<void> {
    await this.tab(name).waitFor({ timeout: 30_000 });
    await until(`${name} says ${typeof says === "string" ? says.slice(0, 60) : says}`, async () => {
      const text = await this.text(name);
      return typeof says === "string" ? text === says : says.test(text);
    });
  }

  /** What the file of this name says: the one that is seen, else the one that was opened last. */
  text(name: string): Promise<string> {
    return this.window.run((vscode, name) => {
      const isNamed = (document: { uri: { path: string } }) => document.uri.path.endsWith(`/${name}`);
      const seen = vscode.window.visibleTextEditors.find(({ document }) => isNamed(document))?.document;
      return (seen ?? vscode.workspace.textDocuments.findLast(isNamed))?.getText() ?? "";
    }, name);
  }

  closeAll(): Promise<void> {
    return this.window.run(async (vscode) => {
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    });
  }
}
