import * as vscode from "vscode";

/**
 * Opens an address in the person's browser exactly as it is written. A `vscode.Uri` would decode its query, where `%26` and `&` are
 * different things (microsoft/vscode#85930); the editor also takes a text, and leaves it as it is, but its types do not say so.
 */
export async function openInBrowser(address: string): Promise<void> {
  await Reflect.apply(vscode.env.openExternal, vscode.env, [address]);
}
