import * as vscode from "vscode";
import type { SettingsLocation } from "../../core/config/schema/settingsLocation";

/** A file's path on the machine that extensions run on; the whole address of what lies elsewhere. */
export const pathOf = (uri: vscode.Uri): string => (uri.scheme === "file" ? uri.fsPath : uri.toString());

/** The workspace that is open: its file or, where a folder alone is open, that folder; `undefined` in an empty window. */
export function workspacePlace(): SettingsLocation | undefined {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  const uri = workspaceFile ?? workspaceFolders?.[0]?.uri;
  return uri && { scope: "workspace", source: pathOf(uri) };
}

/** A folder of a workspace that has a file of its own. */
export const folderPlace = ({ uri }: vscode.WorkspaceFolder): SettingsLocation => ({
  scope: "folder",
  source: pathOf(uri),
});

/** The folder that a definition or a problem from the settings of one folder speaks of. */
export const folderOf = ({ source }: SettingsLocation): vscode.WorkspaceFolder | undefined =>
  vscode.workspace.workspaceFolders?.find(({ uri }) => pathOf(uri) === source);
