import type { Offer } from "../../core/access/switches";
import type { FoundServers } from "../../core/apps/import/foundText";
import type { Presentation } from "../../core/calls/presented/presentation";
import {
  type Catalog,
  countsOf,
  emptyCatalog,
  type Prompt,
  type Resource,
  type ResourceTemplate,
  type Tool,
} from "../../core/catalog/catalog";
import type { LookAlikes } from "../../core/catalog/lookAlikes";
import type { Cost } from "../../core/conversation/cost/offeredCost";
import type { ServerFigures } from "../../core/hub/metrics";
import type { PinSubject } from "../../core/pins/pinStore";
import type { PinKind } from "../../protocol/consentEvent";
import type { ServerId } from "../../protocol/hubEvent";
import type { HubView, ServerView } from "../../protocol/hubView";
import { type ActionNode, actionNodes } from "./actionNodes";
import { changeNodes } from "./changeNodes";
import { type ClientNode, type ClientsNode, clientChildren, clientRoots, type ShownClients } from "./clientNodes";
import { type EntryNode, entryNodes, nameOf } from "./entryNodes";
import { missingRows, nothingRows, serverRows, settingsRows } from "./messageRows";

/** A node of the tree "Servers". `id` is unique in the tree and stays the same when the tree is refreshed. */
export type TreeNode = { readonly id: string } & (
  | ServerNode
  | MessageNode
  | GroupNode
  | ToolNode
  | ResourceNode
  | TemplateNode
  | PromptNode
  | OffNode
  | ClientsNode
  | ClientNode
  | ActionNode
);

export interface ServerNode {
  readonly kind: "server";
  readonly server: ServerId;
}
/** A text: what went wrong, what a server waits for, or that it offers nothing. A long one has several rows. */
export interface MessageNode {
  readonly kind: "message";
  readonly server?: ServerId;
  readonly severity: "error" | "warning" | "info";
  /** All of it, which the hover has. */
  readonly text: string;
  /** What stands in this row; missing where all of the text does. */
  readonly row?: { readonly text: string; readonly isFirst: boolean };
  /** The codicon in place of that of the severity. */
  readonly icon?: string;
  /** What changed since the person allowed it, where the text says that. */
  readonly of?: PinKind;
  readonly name?: string;
}
export interface GroupNode {
  readonly kind: "group";
  readonly server: ServerId;
  readonly group: "tools" | "resources" | "prompts";
  readonly count: number;
  /** Set for a part of a long group: the index of its first entry, and its first and last names. */
  readonly part?: { readonly from: number; readonly first: string; readonly last: string };
}
/** What of a server the person turned off, or its profile leaves out. */
export interface OffNode {
  readonly kind: "off";
  readonly server: ServerId;
  readonly count: number;
}
/** An entry is below the node of what is off. */
interface Switched {
  readonly off?: true;
}
export interface ToolNode extends Switched {
  readonly kind: "tool";
  readonly server: ServerId;
  readonly name: string;
  readonly tool: Tool;
}
export interface ResourceNode extends Switched {
  readonly kind: "resource";
  readonly server: ServerId;
  readonly uri: string;
  /** Told apart from every other entry of its list; without it, the title or the name. */
  readonly label?: string;
  readonly resource: Resource;
}
export interface TemplateNode extends Switched {
  readonly kind: "template";
  readonly server: ServerId;
  readonly uriTemplate: string;
  readonly label?: string;
  readonly template: ResourceTemplate;
}
export interface PromptNode extends Switched {
  readonly kind: "prompt";
  readonly server: ServerId;
  readonly name: string;
  readonly label?: string;
  readonly prompt: Prompt;
}

export interface Described {
  readonly description?: string | undefined;
  readonly icon?: string | undefined;
}

/** The data behind the tree. */
export interface TreeSource {
  readonly view: HubView;
  readonly catalog: (server: ServerId) => Catalog;
  /** What of the catalog is off; missing: nothing. */
  readonly off?: (server: ServerId) => Catalog;
  /** Why it is off, as a sentence. */
  readonly offReason?: (offer: Offer) => string | undefined;
  /** What models pay for the tools of a server that are on. */
  readonly cost?: (server: ServerId) => Cost;
  readonly trusts: (server: ServerId) => boolean;
  /** Whether there may be a sign-in to the server. */
  readonly signsIn?: (server: ServerId) => boolean;
  /** What its entry says of a server: its purpose and its icon. */
  readonly described?: (server: ServerId) => Described | undefined;
  readonly sandbox?: (server: ServerId) => string | undefined; // what its program can reach
  readonly figures: (server: ServerId) => ServerFigures | undefined;
  /** What changed since the person allowed it. */
  readonly changes?: (server: ServerId) => readonly PinSubject[];
  readonly isChanged?: (server: ServerId, subject: PinSubject, digest: string | undefined) => boolean;
  /** How a tool is presented to callers; `undefined`: as its server offers it. */
  readonly presentation?: (server: ServerId, tool: Tool) => Presentation | undefined;
  /** Why the name of a tool is suspicious. */
  readonly lookAlikes?: LookAlikes;
  /** The programs that may use the hub. */
  readonly clients?: () => ShownClients;
  /** What could be imported. */
  readonly found?: () => FoundServers | undefined;
}

/** The servers in the order of the settings, or how to begin. Problems that belong to no server come first, and clients last. */
export function rootNodes({ view, clients, found }: TreeSource): readonly TreeNode[] {
  return [
    ...settingsRows(view),
    ...view.servers.map(({ id }) => serverNode(id)),
    ...actionNodes(view, found?.()),
    ...clientRoots(clients?.(), view.servers.length > 0),
  ];
}

export const serverNode = (server: ServerId): TreeNode => ({ id: idOf(server), kind: "server", server });

/** The id of a server's node. Its children's ids follow after a slash, which a name may have, too. */
const idOf = (server: ServerId): string => `server/${server.replace(/[%/]/g, encodeURIComponent)}`;

/** The children of a node, created when it is expanded. */
export function childNodes(node: TreeNode, source: TreeSource): readonly TreeNode[] {
  if (node.kind === "clients") return clientChildren(source.clients?.());
  if (node.kind === "group") return inParts(node, entryNodes(node, idOf(node.server), source.catalog(node.server)));
  if (node.kind === "off") return offEntries(node, source.off?.(node.server) ?? emptyCatalog);
  const server = node.kind === "server" && source.view.servers.find(({ id }) => id === node.server);
  return server
    ? [
        ...serverRows(server, source.view, idOf(server.id)),
        ...changeNodes(server.id, idOf(server.id), source.changes?.(server.id) ?? []),
        ...groups(server, source),
      ]
    : [];
}

function groups({ id, state, missing = [] }: ServerView, { catalog, off }: TreeSource): readonly TreeNode[] {
  const { tools, resources, resourceTemplates, prompts } = catalog(id);
  const counts = {
    tools: tools.length,
    resources: resources.length + resourceTemplates.length,
    prompts: prompts.length,
  };
  const nodes = (["tools", "resources", "prompts"] as const)
    .filter((group) => counts[group] > 0)
    .map((group) => ({ id: `${idOf(id)}/${group}`, kind: "group", server: id, group, count: counts[group] }) as const);
  const all = countsOf(off?.(id) ?? emptyCatalog);
  const count = all.tools + all.resources + all.resourceTemplates + all.prompts;
  const offNode = { id: `${idOf(id)}/off`, kind: "off", server: id, count } as const;
  const notes = [...(count > 0 ? [offNode] : []), ...missingRows(id, missing, idOf(id))];
  return nodes.length + notes.length > 0 || state.kind !== "ready" ? [...nodes, ...notes] : nothingRows(id, idOf(id));
}

/** What is off, of all kinds together. Their ids are not those that they have while they are on. */
const offEntries = ({ id, server }: TreeNode & OffNode, off: Catalog): readonly EntryNode[] =>
  (["tools", "resources", "prompts"] as const)
    .flatMap((group) => entryNodes({ server, group }, idOf(server), off))
    .slice(0, partSize)
    .map((entry) => ({ ...entry, id: `${id}/${entry.id}`, off: true }));

/** The most children that VS Code gets at once: more would block the extension host. Longer groups are split into parts. */
const partSize = 1000;

function inParts(node: TreeNode & GroupNode, all: readonly EntryNode[]): readonly TreeNode[] {
  if (node.part) return all.slice(node.part.from, node.part.from + partSize);
  if (all.length <= partSize) return all;
  return Array.from({ length: Math.ceil(all.length / partSize) }, (_, at) => {
    const from = at * partSize;
    const [first, last] = [all[from], all[Math.min(from + partSize, all.length) - 1]];
    const part = { from, first: first ? nameOf(first) : "", last: last ? nameOf(last) : "" };
    return { ...node, id: `${node.id}/${from}`, count: Math.min(partSize, all.length - from), part };
  });
}
