import * as vscode from "vscode";
import type { ServerConfig } from "../../core/config/schema/serverConfig";
import type { ServerId } from "../../protocol/hubEvent";

/** The server that ships with the extension, as an entry of the settings. */
export interface SampleServer {
  readonly name: ServerId;
  readonly config: ServerConfig;
}

/** The entry of the sample server, which reads the documents of the open folder. */
export const sampleServer = (extensionUri: vscode.Uri): SampleServer => ({
  name: "documents",
  config: {
    type: "stdio",
    command: "node",
    args: [vscode.Uri.joinPath(extensionUri, "dist", "samples", "documents.js").fsPath],
    label: "Documents (sample)",
  },
});
