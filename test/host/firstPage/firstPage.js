// Opens the walkthrough as the first page of `npm start`: VS Code opens it by itself only where an extension is installed in its window.
const vscode = require("vscode");

const key = "wasShown";

/** @param {vscode.ExtensionContext} context */
exports.activate = async (context) => {
  if (context.workspaceState.get(key)) return; // a reload leaves the person where they were
  await context.workspaceState.update(key, true);
  await vscode.commands.executeCommand("mcpHub.getStarted");
};
