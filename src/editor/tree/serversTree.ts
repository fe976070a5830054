import * as vscode from "vscode";
import { maySignIn } from "../../core/auth/maySignIn";
import type { Grants } from "../../core/calls/approval/grants";
import { emptyCatalog } from "../../core/catalog/catalog";
import { lookAlikes } from "../../core/catalog/lookAlikes";
import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import type { Metrics } from "../../core/hub/metrics";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { HubError } from "../../core/kernel/hubError";
import type { Pins } from "../../core/pins/pins";
import { sandboxOf } from "../../core/presentation/sandboxText";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { needsAttention } from "../../protocol/summary";
import type { CommandId } from "../manifest/commandTable";
import { serversViewId } from "../manifest/contributions";
import { createBatcher } from "../ui/batcher";
import { hoverMarkdown } from "./hoverMarkdown";
import { ServerRows } from "./serverRows";
import { TreeItemCache } from "./treeItemCache";
import { type Icon, type TreeItemData, treeItemData } from "./treeItemData";
import { rootNodes, serverNode, type TreeNode, type TreeSource, treeChange } from "./treeNode";
import { nodeTooltip, type Tooltip } from "./treeTooltip";

export interface ServersTreeDeps {
  readonly stream: EventStream;
  readonly hub: Pick<Hub, "catalog" | "definition" | "tools">;
  readonly grants: Pick<Grants, "trusts">;
  readonly pins: Pick<Pins, "changes" | "isChanged">;
  readonly metrics: Pick<Metrics, "of">;
  readonly clock: Clock;
}

export interface ServersTree extends Disposable {
  /** Shows the view and focuses it. */
  focus(): Promise<void>;
  /** Refreshes a server after a change that is not an event, such as a grant. */
  refresh(server: ServerId): void;
}

/** Events within this time refresh the tree once. */
const refreshMs = 100;

/** Calls refresh a server at most this often. VS Code caches a node's hover until the node is refreshed, so its figures may be this old. */
const figuresMs = 2000;

/** The view "Servers". It reads the hub's current state, follows the event stream, and refreshes only servers that changed. */
export function createServersTree({ stream, hub, grants, pins, metrics, clock }: ServersTreeDeps): ServersTree {
  const store = new DisposableStore();
  const source: TreeSource = {
    get view() {
      return stream.view;
    },
    catalog: (server) => orIfRemoved(() => hub.catalog(server), emptyCatalog),
    trusts: (server) => orIfRemoved(() => grants.trusts(server), false),
    signsIn: (server) => orIfRemoved(() => maySignIn(hub.definition(server)), false),
    sandbox: (server) => orIfRemoved(() => sandboxOf(hub.definition(server)), undefined),
    figures: (server) => metrics.of(server, clock.now()),
    changes: (server) => orIfRemoved(() => pins.changes(server), []),
    isChanged: (server, subject, digest) => orIfRemoved(() => pins.isChanged(server, subject, digest), false),
    lookAlikes: (server, tool) =>
      lookAlikes(
        hub.tools(),
        stream.view.servers.map(({ id }) => id),
      )(server, tool),
  };

  const items = new TreeItemCache(source);
  const rows = new ServerRows(source);

  let expanded = expandedServers(source);
  // VS Code identifies a node by its object, so a server keeps the same node until it is removed.
  const servers = new Map<ServerId, TreeNode>();
  const roots = () =>
    rootNodes(source).map((node) => {
      if (node.kind !== "server") return node;
      const known = servers.get(node.server) ?? node;
      servers.set(node.server, known);
      return known;
    });

  const changed = store.add(new vscode.EventEmitter<TreeNode[] | undefined>());
  const changes = store.add(
    createBatcher<ServerId | undefined>(clock, refreshMs, (changedIds) => {
      const before = expanded;
      expanded = expandedServers(source);
      const isSame = (id: string) => before.has(id) === expanded.has(id);
      for (const id of servers.keys()) if (!stream.view.servers.some((one) => one.id === id)) servers.delete(id);
      const nodes = [...changedIds].map((id) => (id !== undefined && isSame(id) ? servers.get(id) : undefined));
      // A node with a new id changes the list that contains it.
      changed.fire(nodes.includes(undefined) ? undefined : nodes.filter((node) => node !== undefined));
      updateView();
    }),
  );

  const view = store.add(
    vscode.window.createTreeView<TreeNode>(serversViewId, {
      showCollapseAll: true,
      treeDataProvider: {
        onDidChangeTreeData: changed.event,
        getChildren: (node) => (node ? items.children(node) : roots()),
        getTreeItem: async (node) => treeItem(node, await items.get(node)),
        resolveTreeItem: (item, node) => {
          item.tooltip = markdown(nodeTooltip(node, source));
          return item;
        },
      },
    }),
  );
  const called = store.add(
    createBatcher<ServerId>(clock, figuresMs, (ids) => {
      for (const id of ids) changes.add(id);
    }),
  );
  store.add(
    stream.onEvent((event) => {
      if (event.type === "call.ended" || event.type === "breaker.changed") called.add(event.server);
      const change = treeChange(event);
      if (event.type === "server.removed") rows.forget(event.server);
      if (event.type === "server.state" && !rows.hasChanged(event.server)) return;
      if (change) changes.add(change === "all" ? undefined : change.server);
    }),
  );
  /**
   * Updates the badge and the message of the view. In Restricted Mode VS Code hides the workspace's entries, so the message
   * mentions them. An empty view has its welcome text instead.
   */
  const updateView = () => {
    view.badge = badge(stream);
    const isRestricted = !vscode.workspace.isTrusted && stream.view.servers.length > 0;
    view.message = isRestricted
      ? message("tree.restricted", "Servers from the workspace settings are off in Restricted Mode.")
      : undefined;
  };
  store.add(vscode.workspace.onDidGrantWorkspaceTrust(updateView));
  updateView();

  return {
    focus: async () => void (await vscode.commands.executeCommand(`${serversViewId}.focus`)),
    refresh: (server) => changes.add(server),
    dispose: () => store.dispose(),
  };
}

function treeItem(node: TreeNode, data: TreeItemData): vscode.TreeItem {
  const { label, description, icon, iconUri, context, collapsible, accessibilityLabel } = data;
  const item = new vscode.TreeItem(label, collapsibleStates[collapsible]);
  item.id = collapsible === "expanded" ? `${node.id}${expandedSuffix}` : node.id;
  item.iconPath = iconUri === undefined ? themeIcon(icon) : vscode.Uri.parse(iconUri, true);
  item.contextValue = context;
  item.accessibilityInformation = { label: accessibilityLabel };
  if (description !== undefined) item.description = description;
  const command = clickCommand(node);
  if (command) item.command = command;
  return item;
}

/** What a click on a node does: it opens a resource, fills in a prompt, or asks for the arguments of a tool. */
function clickCommand(node: TreeNode): vscode.Command | undefined {
  switch (node.kind) {
    case "message":
      return node.of === undefined
        ? undefined
        : clicked("mcpHub.reviewTool", message("command.reviewTool", "Review Changed Tool"), node);
    case "tool":
      return clicked("mcpHub.callTool", message("command.callTool", "Call Tool"), { ...node, clicked: true });
    case "resource":
    case "template":
      return clicked("mcpHub.openResource", message("command.openResource", "Open Resource"), node);
    case "prompt":
      return clicked("mcpHub.getPrompt", message("command.getPrompt", "Get Prompt"), node);
    default:
      return undefined;
  }
}

const clicked = (command: CommandId, title: string, node: TreeNode & { readonly clicked?: true }): vscode.Command => ({
  command,
  title,
  arguments: [node],
});

/**
 * VS Code expands a node only when it sees the node's id for the first time, and it sees a server before the server fails.
 * An expanded server therefore has another id.
 */
const expandedSuffix = "/expanded";

const expandedServers = (source: TreeSource): ReadonlySet<string> =>
  new Set(
    source.view.servers
      .map(({ id }) => id)
      .filter((id) => treeItemData(serverNode(id), source).collapsible === "expanded"),
  );

const collapsibleStates = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
};

const themeIcon = ({ id, color }: Icon): vscode.ThemeIcon =>
  new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));

/** Plain text: nothing of a server becomes a link, and no command or HTML is allowed. */
function markdown(tooltip: Tooltip): vscode.MarkdownString {
  const text = new vscode.MarkdownString(hoverMarkdown(tooltip));
  text.isTrusted = false;
  text.supportHtml = false;
  return text;
}

function badge({ view }: EventStream): vscode.ViewBadge | undefined {
  const value = view.servers.filter(needsAttention).length;
  return value === 0 ? undefined : { value, tooltip: badgeText(value) };
}

const badgeText = (count: number): string =>
  count === 1
    ? message("tree.oneNeedsAttention", "1 server needs your attention")
    : message("tree.needAttention", "{count} servers need your attention", { count });

/** Until the event of its removal arrives, a node may ask for a server that no longer exists. */
function orIfRemoved<T>(read: () => T, fallback: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof HubError && error.code === "unknown-server") return fallback;
    throw error;
  }
}
