import * as vscode from "vscode";
import type { SettingsLocation } from "../../core/config/schema/settingsLocation";
import { folderOf } from "./settingsPath";

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
export async function settingsFile(place: SettingsLocation, storage: vscode.Uri): Promise<SettingsFile | undefined> {
  switch (place.scope) {
    case "user":
      return firstThatExists(userSettings(storage));
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

/**
 * The addresses that VS Code may know the user settings by: on the desktop, in a browser, and on a server that keeps
 * them itself. The last one is a file of this machine, but its marks show only under the address that is edited.
 */
function userSettings(storage: vscode.Uri): vscode.Uri[] {
  const { path } = vscode.Uri.joinPath(storage, "../../settings.json");
  return [
    ...vscode.workspace.textDocuments
      .map(({ uri }) => uri)
      .filter((uri) => uri.scheme === "vscode-userdata" && uri.path.endsWith("/settings.json")),
    vscode.Uri.from({ scheme: "vscode-userdata", path }),
    vscode.Uri.from({ scheme: "vscode-userdata", path: "/User/settings.json" }),
    ...(vscode.env.remoteName === undefined ? [] : [vscode.Uri.from({ scheme: "vscode-remote", path })]),
  ];
}

async function firstThatExists(uris: readonly vscode.Uri[]): Promise<SettingsFile | undefined> {
  for (const uri of uris) if (await exists(uri)) return { uri, prefix: [] };
  return undefined;
}

/** The open document of a file, whose address may come back under another scheme. */
export const openDocument = ({ path }: vscode.Uri): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find(({ uri }) => uri.path === path);

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return false;
    throw error;
  }
}

/** The text of a file as it is saved, without a byte order mark; `undefined` where there is none. */
export async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return undefined;
    throw error;
  }
}
