import type { CallFigures, ServerFigures } from "../core/metrics";
import { safeLine } from "../core/redact";
import { inWords } from "../core/timeLimit";

/** The figures of all servers and their tools as Markdown tables. */
export function figuresText(servers: readonly ServerFigures[]): string {
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
