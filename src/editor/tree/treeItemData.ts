import { safeLine } from "../../core/kernel/redact";
import type { ServerView } from "../../protocol/hubView";
import { describeState } from "../../protocol/summary";
import { type ContextValue, serverContext } from "../manifest/contextValues";
import type { GroupNode, MessageNode, TreeNode, TreeSource } from "./treeNode";

/** How a node looks, in plain data. All texts are one line and cleaned. */
export interface TreeItemData {
  readonly label: string;
  readonly description?: string;
  readonly icon: Icon;
  /** The `data:` address of a picture in the icon's place. */
  readonly picture?: string;
  readonly context: ContextValue;
  readonly fold: "leaf" | "folded" | "unfolded";
  /** What a screen reader says. */
  readonly spoken: string;
}

/** A codicon, with the id of a theme color. */
export interface Icon {
  readonly id: string;
  readonly color?: string;
}

/** How a node looks now; cheap, since VS Code asks for all children of a node at once. */
export function treeItemData(node: TreeNode, source: TreeSource): TreeItemData {
  switch (node.kind) {
    case "server":
      return serverLook(node.server, source);
    case "line":
      return lineLook(node);
    case "group":
      return groupLook(node);
    case "tool": {
      const { description, title, icon } = node.tool;
      return { ...leaf(node.name, description || title, "tool", { id: "symbol-method" }, "tool"), ...pictured(icon) };
    }
    case "resource": {
      const { name, title, description, icon } = node.resource;
      const look = leaf(title || name || node.uri, description || node.uri, "resource", { id: "file" }, "resource");
      return { ...look, ...pictured(icon) };
    }
    case "template": {
      const { name, title, description, icon } = node.template;
      const label = title || name || node.uriTemplate;
      const about = description || node.uriTemplate;
      return { ...leaf(label, about, "template", { id: "file-code" }, "resource template"), ...pictured(icon) };
    }
    case "prompt": {
      const { title, description, icon } = node.prompt;
      return { ...leaf(title || node.name, description, "prompt", { id: "comment" }, "prompt"), ...pictured(icon) };
    }
  }
}

const pictured = (icon: string | undefined) => (icon === undefined ? {} : { picture: icon });

function leaf(name: string, about: string | undefined, context: ContextValue, icon: Icon, what: string): TreeItemData {
  const label = safeLine(name, 100) || "(no name)";
  const description = safeLine(about ?? "", 150);
  const spoken = `${label}, ${what}${description && `, ${description}`}`;
  return { label, ...(description && { description }), icon, context, fold: "leaf", spoken };
}

function serverLook(id: string, source: TreeSource): TreeItemData {
  const server = source.view.servers.find((one) => one.id === id);
  if (!server) return leaf(id, undefined, serverContext("off", false), { id: "circle-outline" }, "server");
  const label = safeLine(server.label, 80);
  const { state } = server;
  const revision = state.kind === "ready" ? ` · MCP ${safeLine(state.info.protocolVersion, 20)}` : "";
  const account = server.account === undefined ? "" : ` · ${safeLine(server.account, 80)}`;
  return {
    label,
    description: `${shortState(server)}${revision}${account}`,
    icon: stateIcon(server),
    context: serverContext(phaseOf(server), source.trusts(id)),
    fold: state.kind === "ready" ? "folded" : hasLines(server, source) ? "unfolded" : "leaf",
    spoken: `${label}, MCP server, ${shortState(server)}${account}`, // the hover has the revision: not to be heard each time
  };
}

const hasLines = ({ id, state }: ServerView, { view }: TreeSource): boolean =>
  "error" in state || view.problems.some(({ path }) => path[0] === "mcpHub.servers" && path[1] === id);

/** The state without the failure's sentence, which stands on a line of its own below the server. */
export function shortState(server: ServerView): string {
  switch (server.state.kind) {
    case "waiting":
      return `Attempt ${server.state.attempt} failed, trying again`;
    case "needs-auth":
      return "Needs sign-in";
    case "failed":
      return "Failed";
    default:
      return describeState(server);
  }
}

/** What can be done with a server, which is less than its state says. */
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
    case "disabled":
      return { id: "circle-slash", color: "disabledForeground" };
    case "off":
      return { id: "circle-outline" };
  }
}

const lineIcons: Readonly<Record<MessageNode["severity"], Icon>> = {
  error: { id: "error", color: "problemsErrorIcon.foreground" },
  warning: { id: "warning", color: "problemsWarningIcon.foreground" },
  info: { id: "info" },
};

function lineLook({ server, severity, text }: MessageNode): TreeItemData {
  const label = safeLine(text, 300);
  const context = server === undefined ? "line" : "line.server";
  return { label, icon: lineIcons[severity], context, fold: "leaf", spoken: label };
}

const groupWords: Readonly<Record<GroupNode["group"], { label: string; icon: Icon }>> = {
  tools: { label: "Tools", icon: { id: "tools" } },
  resources: { label: "Resources", icon: { id: "files" } },
  prompts: { label: "Prompts", icon: { id: "comment-discussion" } },
};

function groupLook({ group, count, part }: GroupNode): TreeItemData {
  const { label, icon } = groupWords[group];
  if (part) {
    const places = `${part.from + 1} to ${part.from + count}`;
    const names = `${safeLine(part.first, 50)} … ${safeLine(part.last, 50)}`;
    return { label: places, description: names, icon, context: "group", fold: "folded", spoken: `${places}, ${names}` };
  }
  return { label, description: `${count}`, icon, context: "group", fold: "folded", spoken: `${label}, ${count}` };
}
