import * as vscode from "vscode";
import type { ClientTokens } from "../../core/access/clientTokens";
import { maySignIn } from "../../core/auth/maySignIn";
import type { Grants } from "../../core/calls/approval/grants";
import { presentationOf } from "../../core/calls/presented/presentation";
import { emptyCatalog } from "../../core/catalog/catalog";
import { lookAlikes } from "../../core/catalog/lookAlikes";
import { writtenEntry } from "../../core/config/schema/serverDefinition";
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
import { serversViewId } from "../manifest/contributions";
import { createBatcher } from "../ui/batcher";
import { clientRoots, clientsItem, clientsNode } from "./clientNodes";
import { focusedNode } from "./focusedNode";
import { ServerRows } from "./serverRows";
import { ClientList } from "./shownClients";
import { treeChange } from "./treeChange";
import { markdown, treeItem } from "./treeItem";
import { TreeItemCache } from "./treeItemCache";
import { treeItemData } from "./treeItemData";
import { rootNodes, serverNode, type TreeNode, type TreeSource } from "./treeNode";
import { nodeTooltip } from "./treeTooltip";

export interface ServersTreeDeps {
  readonly stream: EventStream;
  readonly hub: Pick<Hub, "catalog" | "definition" | "tools">;
  readonly grants: Pick<Grants, "trusts">;
  readonly pins: Pick<Pins, "changes" | "isChanged">;
  readonly metrics: Pick<Metrics, "of">;
  readonly clients: ClientTokens;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
}

export interface ServersTree extends Disposable {
  /** Shows the view and focuses it. */
  focus(): Promise<void>;
  /** The server whose row has the focus; `undefined` if it is another row. */
  focusedServer(): Promise<ServerId | undefined>;
  /** Refreshes a server after a change that is not an event, such as a grant. */
  refresh(server: ServerId): void;
}

/** Events within this time refresh the tree once. */
const refreshMs = 100;

/** Calls refresh a server at most this often. VS Code caches a node's hover until the node is refreshed, so its figures may be this old. */
const figuresMs = 2000;

/** The view "Servers". It reads the hub's current state, follows the event stream, and refreshes only servers that changed. */
export function createServersTree({
  stream,
  hub,
  grants,
  pins,
  metrics,
  clients,
  clock,
  report,
}: ServersTreeDeps): ServersTree {
  const store = new DisposableStore();
  const list = store.add(new ClientList(clients, clock, () => clientsChanged(), report));
  const source: TreeSource = {
    get view() {
      return stream.view;
    },
    catalog: (server) => orIfRemoved(() => hub.catalog(server), emptyCatalog),
    trusts: (server) => orIfRemoved(() => grants.trusts(server), false),
    signsIn: (server) => orIfRemoved(() => maySignIn(hub.definition(server)), false),
    described: (server) => orIfRemoved(() => writtenEntry(hub.definition(server)), undefined),
    sandbox: (server) => orIfRemoved(() => sandboxOf(hub.definition(server)), undefined),
    figures: (server) => metrics.of(server, clock.now()),
    changes: (server) => orIfRemoved(() => pins.changes(server), []),
    isChanged: (server, subject, digest) => orIfRemoved(() => pins.isChanged(server, subject, digest), false),
    presentation: (server, tool) =>
      orIfRemoved(() => presentationOf(hub.definition(server), hub.catalog(server), tool), undefined),
    lookAlikes: (server, tool) =>
      lookAlikes(
        hub.tools(),
        stream.view.servers.map(({ id }) => id),
      )(server, tool),
    clients: list.shown,
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

  let clientsShown = "";
  const clientsChanged = () => {
    const before = clientsShown;
    const isShown = clientRoots(list.shown(), stream.view.servers.length > 0).length > 0;
    clientsShown = isShown ? clientsItem(list.shown()).collapsible : "";
    if (clientsShown !== before) changed.fire(undefined);
    else if (isShown) changed.fire([clientsNode]);
  };

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
    focusedServer: async () => {
      const node = await focusedNode(view);
      return node?.kind === "server" ? node.server : undefined;
    },
    refresh: (server) => changes.add(server),
    dispose: () => store.dispose(),
  };
}

const expandedServers = (source: TreeSource): ReadonlySet<string> =>
  new Set(
    source.view.servers
      .map(({ id }) => id)
      .filter((id) => treeItemData(serverNode(id), source).collapsible === "expanded"),
  );

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
