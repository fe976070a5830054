import { homedir } from "node:os";
import { sep } from "node:path";
import * as vscode from "vscode";
import type { VariableContext } from "../../core/kernel/ports";
import { message } from "../../protocol/message";
import { folderOf, pathOf } from "./workspaceLocation";

/** The most bytes of a file that a setting names. */
const sizeLimit = 5_000_000;

/** What variables in settings refer to, on the machine that runs the extensions. */
export const variableContext: VariableContext = {
  env: (name) => process.env[name],
  userHome: homedir(),
  pathSeparator: sep,
  workspaceFolder: (source) => {
    const { workspaceFolders = [] } = vscode.workspace;
    const folder = folderOf({ scope: "folder", source }) ?? workspaceFolders[0];
    // A folder elsewhere, such as in a virtual workspace, has no path that a program could use.
    return folder?.uri.scheme === "file" ? pathOf(folder.uri) : undefined;
  },
  namedFolder: (name) => {
    const folder = vscode.workspace.workspaceFolders?.find((one) => one.name === name);
    return folder?.uri.scheme === "file" ? pathOf(folder.uri) : undefined;
  },
  readFile: async (path) => {
    const uri = vscode.Uri.file(path);
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > sizeLimit) throw new Error(message("settings.fileTooLarge", "{path} is larger than 5 MB", { path }));
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  },
};
