import * as vscode from "vscode";
import { HubError } from "../../core/kernel/hubError";
import { message } from "../../protocol/message";

/** The file of saved calls, in the first folder of the workspace: people who share the folder share them. */
export interface SavedCallsFile {
  /** Whether there is a trusted folder to keep it in. */
  readonly isThere: boolean;
  /** Empty where there is none. */
  read(): Promise<string>;
  /** Writes the file, after what `change` makes of it. */
  change(change: (text: string) => string): Promise<string>;
}

/** A file that is larger than this is not one of ours. Bytes. */
const sizeLimit = 5 * 1024 * 1024;

export function savedCallsFile(): SavedCallsFile {
  const address = () => {
    const folder = vscode.workspace.isTrusted ? vscode.workspace.workspaceFolders?.[0]?.uri : undefined;
    return folder && vscode.Uri.joinPath(folder, ".vscode", "mcp-hub-calls.json");
  };
  const read = async () => {
    const uri = address();
    if (!uri) return "";
    try {
      if ((await vscode.workspace.fs.stat(uri)).size > sizeLimit) return "";
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    } catch (error) {
      if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return "";
      throw error;
    }
  };
  return {
    get isThere() {
      return address() !== undefined;
    },
    read,
    async change(change) {
      const uri = address();
      if (!uri)
        throw new HubError(
          "bad-config",
          message("callPage.noFolder", "No trusted folder is open to save the call in. Open a folder, and try again."),
        );
      const text = change(await read());
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
      return text;
    },
  };
}
