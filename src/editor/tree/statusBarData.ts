import { safeLine } from "../../core/kernel/redact";
import type { HubView } from "../../protocol/hubView";
import { describeState, summary } from "../../protocol/summary";

/** What the status bar says. `text` holds codicons; `rows` hold cleaned text of others. */
export interface StatusBarData {
  readonly text: string;
  readonly attention: boolean;
  /** The hover's lines: a server and its state. */
  readonly rows: readonly (readonly [server: string, state: string])[];
  /** What the hover says below the servers. */
  readonly foot: string;
  /** What a screen reader says. */
  readonly spoken: string;
}

const rowsShown = 20;

export function statusBarData(view: HubView): StatusBarData {
  const { text, attention, busy } = summary(view);
  const icon = busy ? "$(loading~spin)" : attention ? "$(warning)" : "$(plug)";
  const rows = view.servers.slice(0, rowsShown).map((server) => {
    return [safeLine(server.label, 80), safeLine(describeState(server), 200)] as const;
  });
  return { text: `${icon} ${text}`, attention, rows, foot: foot(view), spoken: spoken(view, attention, busy) };
}

function foot({ servers, problems }: HubView): string {
  const more = servers.length > rowsShown ? `and ${servers.length - rowsShown} more` : "";
  const mistakes =
    problems.length === 0
      ? ""
      : problems.length === 1
        ? "1 problem in the settings"
        : `${problems.length} problems in the settings`;
  const none = servers.length === 0 ? "No MCP server is configured" : "";
  return [none, more, mistakes].filter((part) => part !== "").join(". ");
}

function spoken(view: HubView, attention: boolean, busy: boolean): string {
  if (view.servers.length === 0) return "MCP Hub: no server is configured";
  const [ready = "0", wanted = "0"] = summary(view).text.replace("MCP ", "").split("/");
  const state = attention ? ", some need you" : busy ? ", some are connecting" : "";
  return `MCP Hub: ${ready} of ${wanted} servers are ready${state}`;
}
