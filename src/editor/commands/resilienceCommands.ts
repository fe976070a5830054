import * as vscode from "vscode";
import type { CallFigures, ServerFigures } from "../../core/hub/metrics";
import { safeLine } from "../../core/kernel/redact";
import { inWords } from "../../core/kernel/timeLimit";
import type { Commands } from "../manifest/commandTable";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";

/** What calls have come to, and a fresh start for what was refused after failures. */
export function resilienceCommands({
  breakers,
  metrics,
  clock,
  documents,
}: CommandPorts): Pick<Commands, "mcpHub.resetBreakers" | "mcpHub.showFigures"> {
  return {
    "mcpHub.resetBreakers": async (argument) => {
      const { server } = targetOf(argument);
      breakers.reset(server);
      const whose = server === undefined ? "all servers" : server;
      void vscode.window.showInformationMessage(
        `The circuit breakers of ${whose} are closed: calls are let through again.`,
      );
    },
    "mcpHub.showFigures": () =>
      documents.open({ name: "MCP Hub figures.md", text: figuresText(metrics.figures(clock.now())) }),
  };
}

/** The figures of all servers and their tools as Markdown tables. */
function figuresText(servers: readonly ServerFigures[]): string {
  if (servers.length === 0) return "# MCP Hub: figures\n\nNo server is configured.\n";
  return ["# MCP Hub: figures", ...servers.map(serverText)].join("\n\n").concat("\n");
}

function serverText({ server, uptimeMs, restarts, waiting, tools, toolsBeyond, ...all }: ServerFigures): string {
  const up = uptimeMs > 0 ? `up for ${inWords(uptimeMs)}` : "not up";
  const rows = Object.entries(tools).filter(([, figures]) => total(figures) > 0 || figures.inFlight > 0);
  return [
    `## ${safeLine(server)}`,
    `${up}, ${restarts} restarts, ${waiting} calls waiting${errorsText(all)}`,
    "",
    "| Tool | Calls | Failed | Retried | In flight | p50 ms | p95 ms | p99 ms | Breaker |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---|",
    row("all", all),
    ...rows.map(([name, figures]) => row(safeLine(name, 64).replaceAll("|", "\\|"), figures)),
    ...(toolsBeyond ? [row("others", toolsBeyond)] : []),
  ].join("\n");
}

function row(name: string, { outcomes, retries, inFlight, ms, breaker }: CallFigures): string {
  const counts = [total({ outcomes }), outcomes.failed, retries, inFlight];
  const times = [ms.p50, ms.p95, ms.p99].map((time) => Math.round(time * 10) / 10);
  return `| ${[name, ...counts, ...times, breaker].join(" | ")} |`;
}

const total = ({ outcomes }: Pick<CallFigures, "outcomes">): number =>
  Object.values(outcomes).reduce((sum, count) => sum + count, 0);

function errorsText({ errors }: Pick<CallFigures, "errors">): string {
  const named = Object.entries(errors).map(([code, count]) => `${count} ${code}`);
  return named.length > 0 ? `. Errors: ${named.join(", ")}` : "";
}
