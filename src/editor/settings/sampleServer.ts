import * as vscode from "vscode";
import type { CommandPorts } from "../commands/commandPorts";

/** The entry of the server that ships with the extension: it reads the documents of the open folder. */
export const sampleServer = (extensionUri: vscode.Uri): CommandPorts["sample"] => ({
  name: "documents",
  config: {
    type: "stdio",
    command: "node",
    args: [vscode.Uri.joinPath(extensionUri, "dist", "samples", "documents.js").fsPath],
    label: "Documents (sample)",
  },
});
