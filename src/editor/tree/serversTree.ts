import * as vscode from "vscode";
import type { Grants } from "../../core/calls/approval/grants";
import { emptyCatalog } from "../../core/catalog/catalog";
import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import type { Metrics } from "../../core/hub/metrics";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { HubError } from "../../core/kernel/hubError";
import type { ServerId } from "../../protocol/hubEvent";
import { needsAttention } from "../../protocol/summary";
import { serversViewId } from "../manifest/contributions";
import { createBatcher } from "../ui/batcher";
import { TreeItemCache } from "./treeItemCache";
import { type Icon, type TreeItemData, treeItemData } from "./treeItemData";
import { rootNodes, serverNode, type TreeNode, type TreeSource, treeChange } from "./treeNode";
import { nodeTooltip, type Tooltip } from "./treeTooltip";

export interface ServersTreeDeps {
  readonly stream: EventStream;
  readonly hub: Pick<Hub, "catalog">;
  readonly grants: Pick<Grants, "trusts">;
  readonly metrics: Pick<Metrics, "of">;
  readonly clock: Clock;
}

export interface ServersTree extends Disposable {
  /** Shows the view and gives it the focus. */
  focus(): Promise<void>;
  /** For what the stream does not tell, such as a grant. */
  refresh(server: ServerId): void;
}

/** An empty view says it by its welcome. */
const restrictedMessage = "Servers that the workspace configures are off in Restricted Mode.";

/** A burst of events is drawn once. */
const gatherMs = 100;

/** The hover of a node is made once for each time that the node is drawn: its figures may be so old. */
const figuresMs = 2000;

/** The view "Servers". It reads the hub when it is drawn and follows the stream; only a changed server is drawn anew. */
export function createServersTree({ stream, hub, grants, metrics, clock }: ServersTreeDeps): ServersTree {
  const own = new DisposableStore();
  const source: TreeSource = {
    get view() {
      return stream.view;
    },
    catalog: (server) => unlessGone(() => hub.catalog(server), emptyCatalog),
    trusts: (server) => unlessGone(() => grants.trusts(server), false),
    figures: (server) => metrics.of(server, clock.now()),
  };

  const looks = new TreeItemCache(source);

  let unfolded = unfoldedServers(source);
  // VS Code knows a node by its identity: a server keeps its node for as long as it is there.
  const servers = new Map<ServerId, TreeNode>();
  const roots = () =>
    rootNodes(source).map((node) => {
      if (node.kind !== "server") return node;
      const known = servers.get(node.server) ?? node;
      servers.set(node.server, known);
      return known;
    });

  const changed = own.add(new vscode.EventEmitter<TreeNode[] | undefined>());
  const changes = own.add(
    createBatcher<ServerId | undefined>(clock, gatherMs, (items) => {
      const before = unfolded;
      unfolded = unfoldedServers(source);
      const isSame = (id: string) => before.has(id) === unfolded.has(id);
      for (const id of servers.keys()) if (!stream.view.servers.some((one) => one.id === id)) servers.delete(id);
      const nodes = [...items].map((id) => (id !== undefined && isSame(id) ? servers.get(id) : undefined));
      // An id that changes is a change of the list that the node stands in.
      changed.fire(nodes.includes(undefined) ? undefined : nodes.filter((node) => node !== undefined));
      describe();
    }),
  );

  const view = own.add(
    vscode.window.createTreeView<TreeNode>(serversViewId, {
      showCollapseAll: true,
      treeDataProvider: {
        onDidChangeTreeData: changed.event,
        getChildren: (node) => (node ? looks.children(node) : roots()),
        getTreeItem: async (node) => treeItem(node, await looks.of(node)),
        resolveTreeItem: (item, node) => {
          item.tooltip = markdown(nodeTooltip(node, source));
          return item;
        },
      },
    }),
  );
  const called = own.add(
    createBatcher<ServerId>(clock, figuresMs, (ids) => {
      for (const id of ids) changes.add(id);
    }),
  );
  own.add(
    stream.onEvent((event) => {
      if (event.type === "call.ended" || event.type === "breaker.changed") called.add(event.server);
      const change = treeChange(event);
      if (change) changes.add(change === "all" ? undefined : change.server);
    }),
  );
  /** What the view says beside its nodes. VS Code hides the workspace's entries in Restricted Mode: only a sentence can. */
  const describe = () => {
    view.badge = badge(stream);
    const isRestricted = !vscode.workspace.isTrusted && stream.view.servers.length > 0;
    view.message = isRestricted ? restrictedMessage : undefined;
  };
  own.add(vscode.workspace.onDidGrantWorkspaceTrust(describe));
  describe();

  return {
    focus: async () => void (await vscode.commands.executeCommand(`${serversViewId}.focus`)),
    refresh: (server) => changes.add(server),
    dispose: () => own.dispose(),
  };
}

function treeItem(node: TreeNode, look: TreeItemData): vscode.TreeItem {
  const { label, description, icon, picture, context, fold, spoken } = look;
  const item = new vscode.TreeItem(label, folds[fold]);
  item.id = fold === "unfolded" ? `${node.id}${unfoldedMark}` : node.id;
  item.iconPath = picture === undefined ? themeIcon(icon) : vscode.Uri.parse(picture, true);
  item.contextValue = context;
  item.accessibilityInformation = { label: spoken };
  if (description !== undefined) item.description = description;
  if (node.kind === "resource")
    item.command = { command: "mcpHub.openResource", title: "Open Resource", arguments: [node] };
  return item;
}

/**
 * VS Code unfolds a node only when it sees its id for the first time, and a server is seen before it fails: unfolded it has
 * an id of its own.
 */
const unfoldedMark = "/unfolded";

const unfoldedServers = (source: TreeSource): ReadonlySet<string> =>
  new Set(
    source.view.servers.map(({ id }) => id).filter((id) => treeItemData(serverNode(id), source).fold === "unfolded"),
  );

const folds = {
  leaf: vscode.TreeItemCollapsibleState.None,
  folded: vscode.TreeItemCollapsibleState.Collapsed,
  unfolded: vscode.TreeItemCollapsibleState.Expanded,
};

const themeIcon = ({ id, color }: Icon): vscode.ThemeIcon =>
  new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));

/** Text only: `appendText` escapes what servers wrote, and nothing in it may run or be drawn as HTML. */
function markdown([name, ...paragraphs]: Tooltip): vscode.MarkdownString {
  const text = new vscode.MarkdownString("**");
  text.isTrusted = false;
  text.supportHtml = false;
  text.appendText(name).appendMarkdown("**");
  for (const paragraph of paragraphs) text.appendMarkdown("\n\n").appendText(paragraph);
  return text;
}

function badge({ view }: EventStream): vscode.ViewBadge | undefined {
  const value = view.servers.filter(needsAttention).length;
  return value === 0 ? undefined : { value, tooltip: value === 1 ? "1 server needs you" : `${value} servers need you` };
}

/** Between a removal and the event that tells it, a node may ask for a server that is gone. */
function unlessGone<T>(read: () => T, gone: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof HubError && error.code === "unknown-server") return gone;
    throw error;
  }
}
