import * as vscode from "vscode";
import type { CallFigures, ServerFigures } from "../../core/hub/metrics";
import { safeLine } from "../../core/kernel/redact";
import { inWords } from "../../core/kernel/timeLimit";
import { message, nameOfServer } from "../../protocol/message";
import type { Commands } from "../manifest/commandTable";
import { noticeText } from "../ui/plainText";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";
import { noServerText } from "./pickTarget";

/** Resets circuit breakers and shows the metrics of calls. */
export function resilienceCommands({
  breakers,
  metrics,
  clock,
  documents,
}: CommandPorts): Pick<Commands, "mcpHub.resetBreakers" | "mcpHub.showMetrics"> {
  return {
    "mcpHub.resetBreakers": async (argument) => {
      const { server } = targetOf(argument);
      breakers.reset(server);
      void vscode.window.showInformationMessage(
        server === undefined
          ? message("breakers.allReset", "The circuit breakers of all servers were reset. Calls are allowed again.")
          : noticeText(
              message("breakers.reset", "The circuit breakers of {server} were reset. Calls are allowed again.", {
                server,
              }),
            ),
      );
    },
    "mcpHub.showMetrics": () =>
      documents.open({
        name: "MCP Hub metrics.md",
        text: metricsText(metrics.figures(clock.now())),
        isRendered: true,
      }),
  };
}

/** The metrics of all servers and their tools as Markdown tables. */
function metricsText(servers: readonly ServerFigures[]): string {
  const title = `# ${message("metrics.title", "MCP Hub: metrics")}`;
  const sections = servers.length > 0 ? servers.map(serverText) : [noServerText()];
  return [title, ...sections].join("\n\n").concat("\n");
}

function serverText({ server, uptimeMs, restarts, waiting, tools, toolsBeyond, ...all }: ServerFigures): string {
  const values = { restarts, waiting, time: inWords(uptimeMs) };
  const rows = Object.entries(tools).filter(([, figures]) => total(figures) > 0 || figures.inFlight > 0);
  return [
    `## ${safeLine(nameOfServer(server))}`,
    uptimeMs > 0
      ? message("metrics.up", "Connected for {time}. Restarts: {restarts}. Waiting calls: {waiting}.", values)
      : message("metrics.down", "Not connected. Restarts: {restarts}. Waiting calls: {waiting}.", values),
    ...errorsText(all),
    "",
    `| ${columns().join(" | ")} |`,
    "|---|---:|---:|---:|---:|---:|---:|---:|---|",
    row(message("metrics.all", "all"), all),
    ...rows.map(([name, figures]) => row(safeLine(name, 64).replaceAll("|", "\\|"), figures)),
    ...(toolsBeyond ? [row(message("metrics.others", "others"), toolsBeyond)] : []),
  ].join("\n");
}

function row(name: string, { outcomes, retries, inFlight, ms, breaker }: CallFigures): string {
  const counts = [total({ outcomes }), outcomes.failed, retries, inFlight];
  const times = [ms.p50, ms.p95, ms.p99].map((time) => Math.round(time * 10) / 10);
  return `| ${[name, ...counts, ...times, breaker].join(" | ")} |`;
}

const total = ({ outcomes }: Pick<CallFigures, "outcomes">): number =>
  Object.values(outcomes).reduce((sum, count) => sum + count, 0);

function errorsText({ errors }: Pick<CallFigures, "errors">): readonly string[] {
  const counts = Object.entries(errors)
    .map(([code, count]) => `${count} ${code}`)
    .join(", ");
  return counts === "" ? [] : ["", message("metrics.errors", "Errors: {counts}", { counts })];
}

const columns = (): readonly string[] => [
  message("metrics.tool", "Tool"),
  message("metrics.calls", "Calls"),
  message("metrics.failed", "Failed"),
  message("metrics.retried", "Retried"),
  message("metrics.inFlight", "In flight"),
  ...["p50 ms", "p95 ms", "p99 ms"],
  message("metrics.breaker", "Breaker"),
];
