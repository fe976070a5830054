/** The panel's name in VS Code: its tab is brought back by this name after a reload (`onWebviewPanel:` in package.json). */
export const activityViewType = "mcpHub.activity";
