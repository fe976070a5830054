import * as vscode from "vscode";
import type { CommandPorts } from "../commandPorts";

/** Certificates that a person trusts, as files in the storage of the extension. */
export const trustedCertificates = (storage: vscode.Uri): CommandPorts["certificates"] => ({
  keep: async ({ fingerprint, pem }) => {
    const folder = vscode.Uri.joinPath(storage, "certificates");
    await vscode.workspace.fs.createDirectory(folder);
    const file = vscode.Uri.joinPath(folder, `${fingerprint.replace(/[^0-9A-F]/gi, "").toLowerCase()}.pem`);
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(pem));
    return file.fsPath;
  },
});
