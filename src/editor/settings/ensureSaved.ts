import type * as vscode from "vscode";
import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";

/** VS Code and auto save change a settings file before they save it. A save may take this long. */
const saveMs = 1500;
const pollMs = 50;

/**
 * Settles when a settings file has no unsaved changes. Rejects with a `HubError` if they stay: the hub does not overwrite what
 * the person typed.
 */
export async function ensureSaved(document: vscode.TextDocument): Promise<void> {
  for (const deadline = Date.now() + saveMs; document.isDirty && !document.isClosed; ) {
    if (Date.now() >= deadline)
      throw new HubError(
        "bad-config",
        message(
          "settings.unsaved",
          "The settings were not changed: {file} has unsaved changes. Save or revert them, then try again.",
          { file: document.uri.path.split("/").at(-1) ?? "" },
        ),
      );
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
