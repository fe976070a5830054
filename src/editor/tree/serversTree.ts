import * as vscode from "vscode";
import type { Choice } from "../../core/access/choice";
import type { ClientTokens } from "../../core/access/clientTokens";
import type { ImportOffer } from "../../core/apps/import/importOffer";
import { maySignIn } from "../../core/auth/maySignIn";
import type { Grants } from "../../core/calls/approval/grants";
import { presentationOf } from "../../core/calls/presented/presentation";
import { emptyCatalog } from "../../core/catalog/catalog";
import { lookAlikes } from "../../core/catalog/lookAlikes";
import { writtenEntry } from "../../core/config/schema/serverDefinition";
import { toolTokens } from "../../core/conversation/cost/toolTokens";
import { offCatalog } from "../../core/hub/chosen/chosenCatalog";
import { whyOff } from "../../core/hub/chosen/whyOff";
import type { EventStream } from "../../core/hub/eventStream";
import type { Hub } from "../../core/hub/hub";
import type { Metrics } from "../../core/hub/metrics";
import type { Clock } from "../../core/kernel/clock";
import { type Disposable, DisposableStore } from "../../core/kernel/disposable";
import { HubError } from "../../core/kernel/hubError";
import type { Pins } from "../../core/pins/pins";
import { sandboxOf } from "../../core/presentation/sandboxText";
import type { ServerId } from "../../protocol/hubEvent";
import { profileKey, serversViewId } from "../manifest/contributions";
import { createBatcher } from "../ui/batcher";
import { viewMessage } from "./actionNodes";
import { clientRoots, clientsItem, clientsNode } from "./clientNodes";
import { focusedNode } from "./focusedNode";
import { missingProfileText, profileText } from "./profile/profileBarData";
import { ServerRows } from "./serverRows";
import { ClientList } from "./shownClients";
import { attentionBadge } from "./statusBarData";
import { treeChange } from "./treeChange";
import { markdown, offDecorations, treeItem } from "./treeItem";
import { TreeItemCache } from "./treeItemCache";
import { treeItemData } from "./treeItemData";
import { rootNodes, serverNode, type TreeNode, type TreeSource } from "./treeNode";
import { nodeTooltip } from "./treeTooltip";

export interface ServersTreeDeps {
  readonly stream: EventStream;
  readonly hub: Pick<Hub, "catalog" | "definition" | "tools">;
  /** The hub with what is off. */
  readonly whole: Pick<Hub, "catalog">;
  readonly choice: Pick<Choice, "rule" | "profile" | "isProfileMissing">;
  readonly grants: Pick<Grants, "trusts">;
  readonly pins: Pick<Pins, "changes" | "isChanged">;
  readonly metrics: Pick<Metrics, "of">;
  readonly clients: ClientTokens;
  /** What could be imported while no server is configured. */
  readonly offer: Pick<ImportOffer, "found" | "onChange" | "look">;
  /** A person unfolded a server or its tools. */
  readonly unfolded: () => void;
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
  whole,
  choice,
  grants,
  pins,
  metrics,
  clients,
  offer,
  unfolded,
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
    off: (server) => orIfRemoved(() => offCatalog(whole.catalog(server), hub.catalog(server)), emptyCatalog),
    offReason: (offer) => orIfRemoved(() => whyOff(hub, choice, offer), undefined),
    cost: (server) => {
      const tools = hub.tools().filter((one) => one.server === server);
      return { tools: tools.length, tokens: tools.reduce((sum, tool) => sum + toolTokens(tool), 0) };
    },
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
    found: () => offer.found,
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
  store.add(vscode.window.registerFileDecorationProvider(offDecorations));
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
  let isInProfile = false;
  /** Updates the badge and the message of the view. An empty list offers what other apps have, once it is looked at. */
  const updateView = () => {
    view.badge = attentionBadge(stream.view);
    const { profile } = choice;
    view.description = profile === undefined ? "" : profileText(profile);
    if (isInProfile !== (profile !== undefined)) {
      isInProfile = profile !== undefined;
      void vscode.commands.executeCommand("setContext", profileKey, isInProfile);
    }
    view.message =
      profile !== undefined && choice.isProfileMissing
        ? missingProfileText(profile)
        : viewMessage(stream.view, vscode.workspace.isTrusted, offer.found);
    const isEmpty = stream.view.phase !== "uninitialized" && stream.view.servers.length === 0;
    if (isEmpty && !isInProfile && view.visible) offer.look();
  };
  store.add(vscode.workspace.onDidGrantWorkspaceTrust(updateView));
  store.add(view.onDidChangeVisibility(updateView));
  store.add(
    view.onDidExpandElement(({ element }) => {
      if (element.kind === "server" || element.kind === "group") unfolded();
    }),
  );
  store.add(offer.onChange(() => changes.add(undefined)));
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

/** Until the event of its removal arrives, a node may ask for a server that no longer exists. */
function orIfRemoved<T>(read: () => T, fallback: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof HubError && error.code === "unknown-server") return fallback;
    throw error;
  }
}
