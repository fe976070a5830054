import * as vscode from "vscode";
import type { Place } from "../core/config/place";
import { DisposableStore } from "../core/disposable";
import { HubError } from "../core/hubError";
import { settingsFile } from "./settingsFile";

/** How long an editor may take to come up after the command that opens it. */
const openMs = 5000;

/** VS Code's own commands, and the files that they open. */
const commands = {
  user: { id: "workbench.action.openSettingsJson", opens: /\/User\/(profiles\/[^/]+\/)?settings\.json$/ },
  remote: { id: "workbench.action.openRemoteSettingsFile", opens: /\/Machine\/settings\.json$/ },
} as const;

/** Opens the file in which the settings of a place are written. Rejects with a `HubError`. */
export async function openSettings(place: Place, storage: vscode.Uri): Promise<vscode.TextEditor> {
  // Of the user settings only VS Code knows under which address it edits them; a file of the same path may be another.
  if (place.scope === "user") return openedBy(commands.user);
  const file = await settingsFile(place, storage);
  if (file) return vscode.window.showTextDocument(file.uri);
  if (place.scope === "remote") return openedBy(commands.remote);
  throw new HubError("bad-config", `The ${place.scope} settings cannot be found. Open them from the Command Palette.`);
}

async function openedBy({ id, opens }: { id: string; opens: RegExp }): Promise<vscode.TextEditor> {
  await vscode.commands.executeCommand(id);
  const isOpened = (editor: vscode.TextEditor | undefined): editor is vscode.TextEditor =>
    editor !== undefined && opens.test(editor.document.uri.path);
  if (isOpened(vscode.window.activeTextEditor)) return vscode.window.activeTextEditor;

  const own = new DisposableStore();
  try {
    return await new Promise((resolve, reject) => {
      own.add(vscode.window.onDidChangeActiveTextEditor((editor) => isOpened(editor) && resolve(editor)));
      const late = () =>
        reject(new HubError("timeout", "VS Code did not open the settings. Open them from the Command Palette."));
      const timer = setTimeout(late, openMs);
      own.add({ dispose: () => clearTimeout(timer) });
    });
  } finally {
    own.dispose();
  }
}
