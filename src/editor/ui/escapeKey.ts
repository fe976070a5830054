/**
 * Whether a key binding of an extension hears Escape while a quick input of this VS Code is open. Before 1.105 the input takes the key
 * itself, and tells the extension no more than that it is hidden.
 *
 * @param version as `vscode.version` has it, such as `1.103.2`
 */
export function hearsEscape(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 1 || (major === 1 && minor >= 105);
}
