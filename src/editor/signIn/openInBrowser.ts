import * as vscode from "vscode";

/**
 * Opens an address in the person's browser unchanged. A `vscode.Uri` would decode the query, where `%26` and `&` differ
 * (microsoft/vscode#85930). The editor also accepts a string and leaves it unchanged, although its types do not declare that.
 */
export async function openInBrowser(address: string): Promise<void> {
  await Reflect.apply(vscode.env.openExternal, vscode.env, [address]);
}
