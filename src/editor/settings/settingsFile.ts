import * as vscode from "vscode";
import type { SettingsLocation } from "../../core/config/schema/settingsLocation";
import { folderOf } from "./workspaceLocation";

/** A file that holds settings. */
export interface SettingsFile {
  readonly uri: vscode.Uri;
  /** The keys above the settings: `settings` in a `.code-workspace` file, none elsewhere. */
  readonly prefix: readonly string[];
}

/**
 * The file of a settings location; `undefined` if it is unknown, such as the user settings of another machine before
 * someone has opened them.
 *
 * @param storage The extension's global storage; the user settings of the same machine and profile are nearby.
 */
export async function settingsFile(location: SettingsLocation, storage: vscode.Uri): Promise<SettingsFile | undefined> {
  switch (location.scope) {
    case "user":
      return firstExisting(userSettings(storage));
    case "remote":
      return firstExisting([vscode.Uri.joinPath(storage, "../../../Machine/settings.json")]);
    case "workspace": {
      const { workspaceFile, workspaceFolders } = vscode.workspace;
      if (workspaceFile) return { uri: workspaceFile, prefix: ["settings"] };
      return inFolder(workspaceFolders?.[0]);
    }
    case "folder":
      return inFolder(folderOf(location));
    case "file":
    case "followed":
      return undefined;
  }
}

const inFolder = (folder: vscode.WorkspaceFolder | undefined): SettingsFile | undefined =>
  folder && { uri: vscode.Uri.joinPath(folder.uri, ".vscode/settings.json"), prefix: [] };

/**
 * The addresses that VS Code may use for the user settings: on the desktop, in a browser, and on a server that keeps
 * them itself. The last one is a file of this machine, but diagnostics show only under the address that is edited.
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

async function firstExisting(uris: readonly vscode.Uri[]): Promise<SettingsFile | undefined> {
  for (const uri of uris) if (await exists(uri)) return { uri, prefix: [] };
  return undefined;
}

/** The open document of a file. Its address may have another scheme. */
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

/** The saved text of a file, without a byte order mark; `undefined` if the file does not exist. */
export async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return undefined;
    throw error;
  }
}
