import type * as vscode from "vscode";
import { HubError } from "../../core/kernel/hubError";

/** VS Code itself changes a settings file first and saves it then, as auto save does: so long a save may be under way. */
const saveMs = 1500;
const lookMs = 50;

/** Settles when nothing of a settings file is unsaved. Rejects with a `HubError` where it stays so: that is the person's, and is not written over. */
export async function refuseUnsaved(document: vscode.TextDocument): Promise<void> {
  for (const until = Date.now() + saveMs; document.isDirty && !document.isClosed; ) {
    if (Date.now() >= until) {
      const name = document.uri.path.split("/").at(-1);
      throw settingsUnchanged(`${name} has unsaved changes. Save or revert it, then try again`);
    }
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}

/** Why settings were not written, for people. @param why - A clause without a full stop; the next step may follow it as a sentence. */
export const settingsUnchanged = (why: string, options?: ErrorOptions): HubError =>
  new HubError("bad-config", `The settings were not changed: ${why}.`, options);
