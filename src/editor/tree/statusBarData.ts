import { costText } from "../../core/conversation/cost/costText";
import type { Cost } from "../../core/conversation/cost/offeredCost";
import { safeLine } from "../../core/kernel/redact";
import { escapeMarkdown, table } from "../../core/presentation/markdown";
import { reasonFirst } from "../../core/presentation/reasonFirst";
import type { HubView, ServerView } from "../../protocol/hubView";
import { message } from "../../protocol/message";
import { serverName } from "../../protocol/serverName";
import { needsAttention, shortState, summary } from "../../protocol/summary";

/** The status bar item as plain data. `text` contains codicons; `rows` contain cleaned text from servers. */
export interface StatusBarData {
  readonly text: string;
  readonly attention: boolean;
  /** The rows of the tooltip: a server and its state in a few words, those that need attention first. */
  readonly rows: readonly (readonly [server: string, state: string])[];
  /** The text below the rows of the tooltip. */
  readonly footer: string;
  /** The label for screen readers. */
  readonly accessibilityLabel: string;
}

const rowsShown = 20;

export function statusBarData(view: HubView, cost: Cost = { tools: 0, tokens: 0 }): StatusBarData {
  const { text, attention, busy } = summary(view);
  const icon = busy ? "$(loading~spin)" : attention ? "$(warning)" : "$(plug)";
  const rows = view.servers
    .toSorted((a, b) => Number(needsAttention(b)) - Number(needsAttention(a)))
    .slice(0, rowsShown)
    .map((server) => [safeLine(serverName(view.servers, server.id), 60), stateText(server)] as const);
  const accessibilityLabel = labelFor(view, attention, busy);
  return { text: `${icon} ${text}`, attention, rows, footer: footer(view, cost), accessibilityLabel };
}

/** The state, and of a failure the beginning of its reason: the tree has the rest. */
function stateText(server: ServerView): string {
  const { id, label, state } = server;
  if (state.kind !== "failed") return safeLine(shortState(server), 60);
  const reason = reasonFirst(state.error.message, [id, label]).split(/[.:] |\n/)[0] ?? "";
  const words = shortState(server);
  return cutLine(reason.startsWith(words) ? reason : `${words}: ${reason.replace(/\.$/, "")}`, 80);
}

/** One line that ends with a mark where it is cut. */
function cutLine(text: string, limit: number): string {
  const line = safeLine(text, 1000);
  return line.length > limit ? `${line.slice(0, limit - 1).trimEnd()}…` : line;
}

/** The tooltip as Markdown: a table, in which the eye finds a server. */
export function statusBarHover({ rows, footer: below }: StatusBarData): string {
  const head = [message("statusBar.server", "Server"), message("statusBar.state", "State")];
  return [
    `**MCP Hub**`,
    ...(rows.length > 0 ? [table(head, rows)] : []),
    ...(below ? [escapeMarkdown(below)] : []),
  ].join("\n\n");
}

function footer({ servers, problems }: HubView, cost: Cost): string {
  const hidden = servers.length - rowsShown;
  return [
    servers.length === 0 && message("statusBar.noServers", "No MCP server is configured"),
    hidden > 0 && message("statusBar.more", "and {count} more", { count: hidden }),
    cost.tools > 0 && costText(cost),
    problems.length === 1 && message("statusBar.oneProblem", "1 problem in the settings"),
    problems.length > 1 &&
      message("statusBar.problems", "{count} problems in the settings", { count: problems.length }),
  ]
    .filter((part) => part !== false)
    .join(". ");
}

function labelFor(view: HubView, attention: boolean, busy: boolean): string {
  if (view.servers.length === 0) return message("statusBar.noServersLabel", "MCP Hub: no server is configured");
  const [ready = "0", total = "0"] = summary(view).text.replace("MCP ", "").split("/");
  const counts = { ready, total };
  if (attention)
    return message(
      "statusBar.attentionLabel",
      "MCP Hub: {ready} of {total} servers are ready, some need your attention",
      counts,
    );
  if (busy)
    return message("statusBar.busyLabel", "MCP Hub: {ready} of {total} servers are ready, some are connecting", counts);
  return message("statusBar.readyLabel", "MCP Hub: {ready} of {total} servers are ready", counts);
}

/** What the icon of the view says: how many servers need attention; `undefined` where none does. */
export function attentionBadge({ servers }: HubView): { readonly value: number; readonly tooltip: string } | undefined {
  const value = servers.filter(needsAttention).length;
  if (value === 0) return undefined;
  const tooltip =
    value === 1
      ? message("tree.oneNeedsAttention", "1 server needs your attention")
      : message("tree.needAttention", "{count} servers need your attention", { count: value });
  return { value, tooltip };
}
