import type * as vscode from "vscode";
import { unchanged } from "./unchanged";

/** VS Code itself changes a settings file first and saves it then, as auto save does: so long a save may be under way. */
const saveMs = 1500;
const lookMs = 50;

/** Settles when nothing of a settings file is unsaved. Rejects with a `HubError` where it stays so: that is the person's, and is not written over. */
export async function refuseUnsaved(document: vscode.TextDocument): Promise<void> {
  for (const until = Date.now() + saveMs; document.isDirty && !document.isClosed; ) {
    if (Date.now() >= until) {
      const name = document.uri.path.split("/").at(-1);
      throw unchanged(`${name} has unsaved changes. Save or revert it, then try again`);
    }
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}
