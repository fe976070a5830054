import { type FoundServers, foundText } from "../../core/apps/import/foundText";
import type { HubView } from "../../protocol/hubView";
import { message } from "../../protocol/message";
import type { CommandId } from "../manifest/commandTable";
import type { TreeItemData } from "./treeItemData";
import type { TreeNode } from "./treeNode";

/** A row that runs a command: how to begin while no server is configured. */
export interface ActionNode {
  readonly kind: "action";
  readonly command: CommandId;
}

const actions: readonly CommandId[] = [
  "mcpHub.importServers",
  "mcpHub.addServer",
  "mcpHub.addSampleServer",
  "mcpHub.getStarted",
];

/**
 * The rows of an empty list where an import has something to bring. VS Code's welcome text takes their place where it has not: its words
 * are fixed, so they cannot say what was found.
 */
export const actionNodes = (view: HubView, found: FoundServers | undefined): readonly TreeNode[] =>
  found && view.servers.length === 0
    ? actions.map((command): TreeNode => ({ id: `action/${command}`, kind: "action", command }))
    : [];

export function actionItem({ command }: ActionNode): TreeItemData {
  const { label, icon } = looks(command);
  return { label, icon: { id: icon }, context: "action", collapsible: "none", accessibilityLabel: label };
}

function looks(command: CommandId): { readonly label: string; readonly icon: string } {
  switch (command) {
    case "mcpHub.importServers":
      return { label: message("begin.import", "Import Servers…"), icon: "cloud-download" };
    case "mcpHub.addServer":
      return { label: message("begin.add", "Add Server…"), icon: "add" };
    case "mcpHub.addSampleServer":
      return { label: message("begin.sample", "Add the Sample Server"), icon: "beaker" };
    default:
      return { label: message("begin.getStarted", "Get Started"), icon: "book" };
  }
}

/** What stands above the rows: what was found, and that the workspace's entries are off, which VS Code hides in Restricted Mode. */
export function viewMessage(
  { servers }: HubView,
  isTrusted: boolean,
  found: FoundServers | undefined,
): string | undefined {
  const offer = servers.length === 0 && found ? foundText(found) : undefined;
  const isRestricted = !isTrusted && (servers.length > 0 || offer !== undefined);
  const off = message("tree.restricted", "Servers from the workspace settings are off in Restricted Mode.");
  return [...(isRestricted ? [off] : []), ...(offer === undefined ? [] : [offer])].join(" ") || undefined;
}
