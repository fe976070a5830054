import type { AddressState, ListedClient } from "../../core/access/clientTokens";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import { clientDetails, clientFacts, isExpired, useText } from "../ui/clientText";
import type { Tooltip } from "./tooltipParts";
import type { TreeItemData } from "./treeItemData";
import type { TreeNode } from "./treeNode";

/** The node above the programs that may use the hub. */
export interface ClientsNode {
  readonly kind: "clients";
}
/** A program that may use the hub; without `client`, the agent of this editor. */
export interface ClientNode {
  readonly kind: "client";
  readonly client?: string;
}

/** What the tree knows of the clients. */
export interface ShownClients {
  readonly url: string;
  readonly state: AddressState;
  readonly clients: readonly ListedClient[];
  /** When the agent of this editor last used the hub. */
  readonly agentUsedAt: number | undefined;
  readonly now: number;
}

/** One object, by which VS Code knows it again. */
export const clientsNode: TreeNode & ClientsNode = { id: "clients", kind: "clients" };

/** Shown while other programs may come in, and while there are any. */
export const clientRoots = (shown: ShownClients | undefined, hasServers: boolean): readonly TreeNode[] =>
  shown && (shown.clients.length > 0 || (hasServers && shown.state.kind !== "off")) ? [clientsNode] : [];

/** The agent of the editor first, then the programs, those that were used last first. */
export function clientChildren(shown: ShownClients | undefined): readonly TreeNode[] {
  if (!shown) return [];
  const { state, clients } = shown;
  const failure: TreeNode[] =
    state.kind === "failed" ? [{ id: "clients/failed", kind: "message", severity: "error", text: state.message }] : [];
  const agent: TreeNode[] = state.kind === "off" ? [] : [{ id: "clients/agent", kind: "client" }];
  const programs = clients
    .toSorted((a, b) => (b.lastUsedAt ?? b.createdAt) - (a.lastUsedAt ?? a.createdAt))
    .map(({ id }): TreeNode => ({ id: `clients/of/${id}`, kind: "client", client: id }));
  return [...failure, ...agent, ...programs];
}

export function clientsItem(shown: ShownClients | undefined): TreeItemData {
  const label = message("tree.clients", "Clients");
  const description = shown ? stateText(shown) : "";
  const isFailed = shown?.state.kind === "failed";
  return {
    label,
    description,
    icon: isFailed ? { id: "warning", color: "problemsWarningIcon.foreground" } : { id: "broadcast" },
    context: "clients",
    collapsible: isFailed ? "expanded" : "collapsed",
    accessibilityLabel: `${label}, ${description}`,
  };
}

export function clientItem({ client: id }: ClientNode, shown: ShownClients | undefined): TreeItemData {
  const client = shown?.clients.find((one) => one.id === id);
  const isAgent = id === undefined;
  const label = client ? safeLine(client.name, 100) : isAgent ? agentName() : message("tree.gone", "(revoked)");
  const description =
    client && shown ? clientFacts(client, shown.now).join(" · ") : isAgent && shown ? agentFacts(shown) : "";
  return {
    label,
    description,
    icon:
      client && shown && isExpired(client, shown.now)
        ? { id: "warning", color: "problemsWarningIcon.foreground" }
        : { id: isAgent ? "sparkle" : "plug" },
    context: isAgent ? "client.agent" : "client",
    collapsible: "none",
    accessibilityLabel: [label, message("tree.client", "client"), description].filter((text) => text !== "").join(", "),
  };
}

export function clientTooltip(node: ClientsNode | ClientNode, shown: ShownClients | undefined): Tooltip {
  if (node.kind === "clients") return [message("tree.clients", "Clients"), ...(shown ? [stateSentence(shown)] : [])];
  if (node.client === undefined)
    return [agentName(), message("tooltip.agent", "The agent of this editor. Each window serves its own.")];
  const client = shown?.clients.find(({ id }) => id === node.client);
  return client && shown
    ? [safeLine(client.name, 100), ...clientDetails(client, shown.now)]
    : [message("tree.gone", "(revoked)")];
}

const agentFacts = ({ agentUsedAt, now }: ShownClients): string =>
  `${message("tree.agent", "this window")} · ${useText(agentUsedAt, now)}`;

const agentName = () => message("gateway.agentName", "The editor's agent");

/** Short, beside the label. */
function stateText({ state, url }: ShownClients): string {
  switch (state.kind) {
    case "off":
      return message("clients.off", "off");
    case "opening":
      return message("clients.opening", "opening");
    case "here":
      return url.replace("http://", "");
    case "elsewhere":
      return message("clients.elsewhere", "served by another window");
    case "failed":
      return message("clients.failed", "not reachable");
  }
}

function stateSentence({ state, url }: ShownClients): string {
  switch (state.kind) {
    case "off":
      return message("clients.isOff", "Other programs are not let in. Set mcpHub.gateway to on to let them in.");
    case "opening":
      return message("clients.isOpening", "The address {url} is being opened.", { url });
    case "here":
      return message("clients.isHere", "Other programs reach the servers of this window at {url}/mcp.", { url });
    case "elsewhere":
      return state.workspace === undefined
        ? message(
            "clients.isElsewhere",
            "Another window answers other programs at {url}/mcp. When it closes, this one takes over.",
            { url },
          )
        : message(
            "clients.isInWorkspace",
            "The window of {workspace} answers other programs at {url}/mcp. When it closes, this one takes over.",
            { url, workspace: safeLine(state.workspace, 300) },
          );
    case "failed":
      return state.message;
  }
}
