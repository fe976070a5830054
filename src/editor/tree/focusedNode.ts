import * as vscode from "vscode";

/**
 * The node of the focused tree that has the focus. VS Code tells extensions only what is selected, and arrow keys move the focus alone: so
 * the focus is selected, or no longer, for a moment. That opens nothing.
 */
export async function focusedNode<T>(view: vscode.TreeView<T>): Promise<T | undefined> {
  const toggle = "list.toggleSelection";
  const before = view.selection;
  await vscode.commands.executeCommand(toggle);
  const after = view.selection;
  await vscode.commands.executeCommand(toggle);
  return after.find((node) => !before.includes(node)) ?? before.find((node) => !after.includes(node));
}
