import * as vscode from "vscode";
import type { SettingsLocation } from "../../core/config/schema/settingsLocation";

/** A file's path on the machine that runs the extensions; the full address of a file elsewhere. */
export const pathOf = (uri: vscode.Uri): string => (uri.scheme === "file" ? uri.fsPath : uri.toString());

/** The location of the workspace settings: the workspace file, or the single open folder. `undefined` in an empty window. */
export function workspaceLocation(): SettingsLocation | undefined {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  const uri = workspaceFile ?? workspaceFolders?.[0]?.uri;
  return uri && { scope: "workspace", source: pathOf(uri) };
}

/** The location of the settings of one folder in a workspace file. */
export const folderLocation = ({ uri }: vscode.WorkspaceFolder): SettingsLocation => ({
  scope: "folder",
  source: pathOf(uri),
});

/** The workspace folder whose settings hold a definition or a problem. */
export const folderOf = ({ source }: SettingsLocation): vscode.WorkspaceFolder | undefined =>
  vscode.workspace.workspaceFolders?.find(({ uri }) => pathOf(uri) === source);

/** Whether there are workspace settings to choose: those of a workspace that is not trusted do not count. */
export const hasWorkspaceSettings = (): boolean =>
  vscode.workspace.isTrusted && (vscode.workspace.workspaceFolders?.length ?? 0) > 0;
