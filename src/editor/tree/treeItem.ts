import * as vscode from "vscode";
import { message } from "../../protocol/message";
import type { CommandId } from "../manifest/commandTable";
import { actionItem } from "./actionNodes";
import { hoverMarkdown } from "./hoverMarkdown";
import type { Tooltip } from "./tooltipParts";
import type { Icon, TreeItemData } from "./treeItemData";
import type { TreeNode } from "./treeNode";

/** A node as VS Code shows it. */
export function treeItem(node: TreeNode, data: TreeItemData): vscode.TreeItem {
  const { label, description, icon, iconUri, context, collapsible, accessibilityLabel } = data;
  const item = new vscode.TreeItem(label, collapsibleStates[collapsible]);
  item.id = collapsible === "expanded" ? `${node.id}${expandedSuffix}` : node.id;
  item.iconPath = iconUri === undefined ? themeIcon(icon) : vscode.Uri.parse(iconUri, true);
  item.contextValue = context;
  item.accessibilityInformation = { label: accessibilityLabel };
  if (description !== undefined) item.description = description;
  if (data.isOff) item.resourceUri = vscode.Uri.from({ scheme: offScheme, path: `/${node.id}` });
  const command = clickCommand(node);
  if (command) item.command = command;
  return item;
}

const offScheme = "mcp-hub-off";

/** Draws what is off in gray: VS Code colors a row by its address. */
export const offDecorations: vscode.FileDecorationProvider = {
  provideFileDecoration: ({ scheme }) =>
    scheme === offScheme ? { color: new vscode.ThemeColor("disabledForeground"), propagate: false } : undefined,
};

/** What a click on a node does: it shows a server's details, opens a resource, or the call page of what takes arguments. */
function clickCommand(node: TreeNode): vscode.Command | undefined {
  switch (node.kind) {
    case "server":
      return clicked("mcpHub.showServer", message("command.showServer", "Show Server Details"), node);
    case "message":
      if (node.of !== undefined)
        return clicked("mcpHub.reviewTool", message("command.reviewTool", "Review Changed Tool"), node);
      return node.server === undefined
        ? undefined
        : clicked("mcpHub.showServer", message("command.showServer", "Show Server Details"), node);
    case "tool":
    case "template":
    case "prompt":
      return clicked("mcpHub.openCallPage", message("command.openCallPage", "Open Call Page"), node);
    case "action":
      return { command: node.command, title: actionItem(node).label };
    case "resource":
      return clicked("mcpHub.openResource", message("command.openResource", "Open Resource"), node);
    default:
      return undefined;
  }
}

const clicked = (command: CommandId, title: string, node: TreeNode): vscode.Command => ({
  command,
  title,
  arguments: [node],
});

/**
 * VS Code expands a node only when it sees the node's id for the first time, and it sees a server before the server fails.
 * An expanded server therefore has another id.
 */
const expandedSuffix = "/expanded";

const collapsibleStates = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
};

const themeIcon = ({ id, color }: Icon): vscode.ThemeIcon =>
  new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));

/** Plain text: nothing of a server becomes a link, and no command or HTML is allowed. */
export function markdown(tooltip: Tooltip): vscode.MarkdownString {
  const text = new vscode.MarkdownString(hoverMarkdown(tooltip));
  text.isTrusted = false;
  text.supportHtml = false;
  return text;
}
