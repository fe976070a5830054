import { safeLine } from "../../core/kernel/redact";
import type { HubView } from "../../protocol/hubView";
import { message } from "../../protocol/message";
import { describeState, summary } from "../../protocol/summary";

/** The status bar item as plain data. `text` contains codicons; `rows` contain cleaned text from servers. */
export interface StatusBarData {
  readonly text: string;
  readonly attention: boolean;
  /** The rows of the tooltip: a server and its state. */
  readonly rows: readonly (readonly [server: string, state: string])[];
  /** The text below the rows of the tooltip. */
  readonly footer: string;
  /** The label for screen readers. */
  readonly accessibilityLabel: string;
}

const rowsShown = 20;

export function statusBarData(view: HubView): StatusBarData {
  const { text, attention, busy } = summary(view);
  const icon = busy ? "$(loading~spin)" : attention ? "$(warning)" : "$(plug)";
  const rows = view.servers.slice(0, rowsShown).map((server) => {
    return [safeLine(server.label, 80), safeLine(describeState(server), 200)] as const;
  });
  const accessibilityLabel = labelFor(view, attention, busy);
  return { text: `${icon} ${text}`, attention, rows, footer: footer(view), accessibilityLabel };
}

function footer({ servers, problems }: HubView): string {
  const hidden = servers.length - rowsShown;
  return [
    servers.length === 0 && message("statusBar.noServers", "No MCP server is configured"),
    hidden > 0 && message("statusBar.more", "and {count} more", { count: hidden }),
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
