import { homedir } from "node:os";
import * as vscode from "vscode";
import type { VariableContext } from "../../core/kernel/ports";
import { folderOf, pathOf } from "./settingsPath";

/** No file that a setting names is larger, in bytes. */
const sizeLimit = 5_000_000;

/** The parts of the world that variables speak of, on the machine that extensions run on. */
export const variableContext: VariableContext = {
  env: (name) => process.env[name],
  userHome: homedir(),
  workspaceFolder: (source) => {
    const { workspaceFolders = [] } = vscode.workspace;
    const folder = folderOf({ scope: "folder", source }) ?? workspaceFolders[0];
    // A folder that lies elsewhere, such as in a virtual workspace, has no path that a program could use.
    return folder?.uri.scheme === "file" ? pathOf(folder.uri) : undefined;
  },
  readFile: async (path) => {
    const uri = vscode.Uri.file(path);
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > sizeLimit) throw new Error(`${path} is larger than 5 MB`);
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  },
};
