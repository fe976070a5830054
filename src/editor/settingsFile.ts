import * as vscode from "vscode";
import type { Place } from "../core/config/place";
import { folderOf } from "./settingsPlace";

/** A file in which settings are written. */
export interface SettingsFile {
  readonly uri: vscode.Uri;
  /** The keys under which the settings stand: `settings` in a `.code-workspace` file, none elsewhere. */
  readonly prefix: readonly string[];
}

/**
 * The file of a place; `undefined` where it cannot be told, as for the user settings of another machine that were not
 * opened yet.
 *
 * @param storage the extension's global storage: the user settings of the same machine and profile lie near to it
 */
export async function settingsFile(place: Place, storage: vscode.Uri): Promise<SettingsFile | undefined> {
  switch (place.scope) {
    case "user":
      return firstThatExists([...openUserSettings(), ...userSettings(storage)]);
    case "remote":
      return firstThatExists([vscode.Uri.joinPath(storage, "../../../Machine/settings.json")]);
    case "workspace": {
      const { workspaceFile, workspaceFolders } = vscode.workspace;
      if (workspaceFile) return { uri: workspaceFile, prefix: ["settings"] };
      return inFolder(workspaceFolders?.[0]);
    }
    case "folder":
      return inFolder(folderOf(place));
    case "file":
      return undefined;
  }
}

const inFolder = (folder: vscode.WorkspaceFolder | undefined): SettingsFile | undefined =>
  folder && { uri: vscode.Uri.joinPath(folder.uri, ".vscode/settings.json"), prefix: [] };

/** VS Code opens the user settings under a scheme of its own, or as a file where the server keeps them. */
function userSettings(storage: vscode.Uri): vscode.Uri[] {
  const file = vscode.Uri.joinPath(storage, "../../settings.json");
  return [file.with({ scheme: "vscode-userdata" }), file];
}

const openUserSettings = (): vscode.Uri[] =>
  vscode.workspace.textDocuments
    .map(({ uri }) => uri)
    .filter(({ scheme, path }) => scheme === "vscode-userdata" && path.endsWith("/settings.json"));

async function firstThatExists(uris: readonly vscode.Uri[]): Promise<SettingsFile | undefined> {
  for (const uri of uris) if (await exists(uri)) return { uri, prefix: [] };
  return undefined;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return false;
    throw error;
  }
}
