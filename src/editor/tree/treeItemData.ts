import { safeLine } from "../../core/kernel/redact";
import { reasonFirst } from "../../core/presentation/reasonFirst";
import type { ServerView } from "../../protocol/hubView";
import { message } from "../../protocol/message";
import { serverName } from "../../protocol/serverName";
import { attemptWords, shortState } from "../../protocol/summary";
import { type ContextValue, type EntryKind, serverContext } from "../manifest/contextValues";
import { actionItem } from "./actionNodes";
import { clientItem, clientsItem } from "./clientNodes";
import { hasRows } from "./messageRows";
import type { GroupNode, MessageNode, TreeNode, TreeSource } from "./treeNode";

/** The tree item of a node, as plain data. All texts are cleaned and on one line. */
export interface TreeItemData {
  readonly label: string;
  readonly description?: string;
  readonly icon: Icon;
  /** The `data:` address of an image that replaces the icon. */
  readonly iconUri?: string;
  readonly context: ContextValue;
  readonly collapsible: "none" | "collapsed" | "expanded";
  /** The label for screen readers. */
  readonly accessibilityLabel: string;
  /** It is drawn grey. */
  readonly isOff?: true;
}

/** A codicon and the id of a theme color. */
export interface Icon {
  readonly id: string;
  readonly color?: string;
}

/** The current tree item of a node. Cheap, because VS Code asks for all children of a node at once. */
export function treeItemData(node: TreeNode, source: TreeSource): TreeItemData {
  const data = dataOf(node, source);
  return "off" in node && node.off ? asOff(node.kind, data) : data;
}

/** What is off looks the same, whatever it is, and can only be turned on or called by hand. */
const asOff = (kind: EntryKind, { iconUri: _, ...data }: TreeItemData): TreeItemData => ({
  ...data,
  icon: { id: "circle-slash", color: "disabledForeground" },
  context: `${kind}.off`,
  accessibilityLabel: `${data.accessibilityLabel}, ${message("tree.isOff", "turned off")}`,
  isOff: true,
});

function dataOf(node: TreeNode, source: TreeSource): TreeItemData {
  switch (node.kind) {
    case "server":
      return serverItem(node.server, source);
    case "message":
      return messageItem(node, source);
    case "group":
      return groupItem(node);
    case "off":
      return {
        ...leaf(message("tree.off", "Turned Off"), `${node.count}`, "off", { id: "circle-slash" }, ""),
        collapsible: "collapsed",
      };
    case "clients":
      return clientsItem(source.clients?.());
    case "action":
      return actionItem(node);
    case "client":
      return clientItem(node, source.clients?.());
    case "tool": {
      const { description, title, icon, digest } = node.tool;
      if (source.isChanged?.(node.server, { kind: "tool", name: node.name }, digest))
        return changedLeaf(node.name, "tool.changed", message("tree.tool", "tool"));
      const { name = node.name, description: own = description } = source.presentation?.(node.server, node.tool) ?? {};
      const about = [name === node.name ? "" : node.name, own || title || ""].filter((text) => text !== "").join(" · ");
      return {
        ...leaf(name, about, "tool", { id: "symbol-method" }, message("tree.tool", "tool")),
        ...withIcon(icon),
      };
    }
    case "resource": {
      const { name, title, description, icon } = node.resource;
      const label = (node.label ?? (title || name)) || node.uri;
      const kind = message("tree.resource", "resource");
      return { ...leaf(label, description || node.uri, "resource", { id: "file" }, kind), ...withIcon(icon) };
    }
    case "template": {
      const { name, title, description, icon } = node.template;
      const label = (node.label ?? (title || name)) || node.uriTemplate;
      const about = description || node.uriTemplate;
      const kind = message("tree.template", "resource template");
      return { ...leaf(label, about, "template", { id: "file-code" }, kind), ...withIcon(icon) };
    }
    case "prompt": {
      const { title, description, icon, digest } = node.prompt;
      const label = node.label ?? (title || node.name);
      const kind = message("tree.prompt", "prompt");
      if (source.isChanged?.(node.server, { kind: "prompt", name: node.name }, digest))
        return changedLeaf(label, "prompt.changed", kind);
      return { ...leaf(label, description, "prompt", { id: "comment" }, kind), ...withIcon(icon) };
    }
  }
}

const withIcon = (icon: string | undefined) => (icon === undefined ? {} : { iconUri: icon });

function leaf(name: string, about: string | undefined, context: ContextValue, icon: Icon, kind: string): TreeItemData {
  const label = safeLine(name, 100) || message("tree.noName", "(no name)");
  const description = safeLine(about ?? "", 150);
  const accessibilityLabel = [label, kind, description].filter((part) => part !== "").join(", ");
  return { label, ...(description && { description }), icon, context, collapsible: "none", accessibilityLabel };
}

/** What is marked as changed looks the same wherever it stands, and shows nothing that the server says of it now. */
const changedLeaf = (name: string, context: ContextValue, kind: string): TreeItemData =>
  leaf(name, message("tree.changed", "Changed since you allowed it"), context, severityIcons.warning, kind);

function serverItem(id: string, source: TreeSource): TreeItemData {
  const server = source.view.servers.find((one) => one.id === id);
  if (!server)
    return leaf(id, undefined, serverContext("off", false), { id: "circle-outline" }, message("tree.server", "server"));
  const label = safeLine(serverName(source.view.servers, id), 150);
  const { state } = server;
  const revision = state.kind === "ready" ? ` · MCP ${safeLine(state.info.protocolVersion, 20)}` : "";
  const changes = source.changes?.(id).length ?? 0;
  const changed = changes === 0 ? "" : ` · ${message("tree.changes", "{count} changed", { count: changes })}`;
  const account = server.account === undefined ? "" : ` · ${safeLine(server.account, 80)}`;
  const { description, icon } = source.described?.(id) ?? {};
  const about = description === undefined ? "" : ` · ${safeLine(description, 80)}`;
  return {
    label,
    description: `${state.kind === "starting" ? attemptWords(state) : shortState(server)}${changed}${revision}${account}${about}`,
    // While it is not ready, its state is more important than its own icon.
    ...(state.kind === "ready" ? ownIcon(icon, stateIcon(server)) : { icon: stateIcon(server) }),
    context: serverContext(phaseOf(server), source.trusts(id), source.signsIn?.(id), server.scope === "followed"),
    collapsible: state.kind === "ready" ? "collapsed" : hasRows(server, source.view) ? "expanded" : "none",
    // Without the revision, which would be read out each time; the hover has it.
    accessibilityLabel: `${label}, ${message("tree.mcpServer", "MCP server")}, ${shortState(server)}${changed}${account}${about}`,
  };
}

/** The icon that an entry gives its server: the name of one of the editor's, in the color of the state, or a picture. */
function ownIcon(own: string | undefined, state: Icon): Pick<TreeItemData, "icon" | "iconUri"> {
  if (own === undefined) return { icon: state };
  return own.startsWith("data:") ? { icon: state, iconUri: own } : { icon: { ...state, id: own } };
}

/** The state of a server as far as it decides which commands apply. */
function phaseOf({ state }: ServerView) {
  switch (state.kind) {
    case "starting":
    case "waiting":
      return "connecting";
    case "stopped":
      return state.reason === "disabled" ? "disabled" : "off";
    default:
      return state.kind;
  }
}

export function stateIcon(server: ServerView): Icon {
  switch (phaseOf(server)) {
    case "ready":
      return { id: "pass-filled", color: "testing.iconPassed" };
    case "connecting":
      return { id: "loading~spin" };
    case "failed":
      return { id: "error", color: "problemsErrorIcon.foreground" };
    case "needs-auth":
      return { id: "key", color: "problemsWarningIcon.foreground" };
    case "needs-consent":
      return { id: "shield", color: "problemsWarningIcon.foreground" };
    case "disabled":
      return { id: "circle-slash", color: "disabledForeground" };
    case "off":
      return { id: "circle-outline" };
  }
}

const severityIcons: Readonly<Record<MessageNode["severity"], Icon>> = {
  error: { id: "error", color: "problemsErrorIcon.foreground" },
  warning: { id: "warning", color: "problemsWarningIcon.foreground" },
  info: { id: "info" },
};

/** Each row says its part of the message; to a screen reader, the first one says all of it. */
function messageItem({ server, severity, text, row, icon, of }: MessageNode, { view }: TreeSource): TreeItemData {
  const known = view.servers.find(({ id }) => id === server);
  const whole = safeLine(reasonFirst(text, [server ?? "", known?.label ?? ""]), 300);
  const isFirst = row?.isFirst ?? true;
  const context = of !== undefined ? "message.changed" : server === undefined ? "message" : "message.server";
  return {
    label: row?.text ?? whole,
    icon: isFirst ? (icon === undefined ? severityIcons[severity] : { id: icon }) : { id: "blank" },
    context,
    collapsible: "none",
    accessibilityLabel: isFirst ? whole : message("tree.continued", "(continued)"),
  };
}

const groupIcons: Readonly<Record<GroupNode["group"], Icon>> = {
  tools: { id: "tools" },
  resources: { id: "files" },
  prompts: { id: "comment-discussion" },
};

const groupLabel = (group: GroupNode["group"]): string =>
  group === "tools"
    ? message("tree.tools", "Tools")
    : group === "resources"
      ? message("tree.resources", "Resources")
      : message("tree.prompts", "Prompts");

function groupItem({ group, count, part }: GroupNode): TreeItemData {
  const label = part
    ? message("tree.range", "{from} to {to}", { from: part.from + 1, to: part.from + count })
    : groupLabel(group);
  const description = part ? `${safeLine(part.first, 50)} … ${safeLine(part.last, 50)}` : `${count}`;
  const accessibilityLabel = `${label}, ${description}`;
  return {
    label,
    description,
    icon: groupIcons[group],
    context: "group",
    collapsible: "collapsed",
    accessibilityLabel,
  };
}
