import { serviceErrors } from "./dashboards";
import { queries } from "./query";

/** One alert of Prometheus: what `mcpHub.alerts` watches, for those who collect the metrics of many hubs. */
export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: "warning" | "critical" };
  readonly annotations: { readonly summary: string; readonly runbook_url: string };
}

const { rate, quantile, increase } = queries({ over: "5m" });
const slow = queries({ over: "15m" });

/** `anchor`: the heading of the runbook in docs/deploy.md. */
const rule = (
  alert: string,
  expr: string,
  lasting: string,
  severity: "warning" | "critical",
  summary: string,
  anchor: string,
): AlertingRule => ({
  ...{ alert, expr, for: lasting, labels: { severity } },
  annotations: { summary, runbook_url: `docs/deploy.md#${anchor}` },
});

const requests = rate("mcp_hub_requests_total");

export const alertingRules: readonly AlertingRule[] = [
  rule(
    "McpHubErrorRate",
    `${rate("mcp_hub_errors_total", "", serviceErrors)} / ${requests} > 0.01 and ${increase("mcp_hub_requests_total")} >= 50`,
    "0m",
    "critical",
    "More than 1 % of the requests of 5 minutes failed at the hub or at a server.",
    "error-rate",
  ),
  rule(
    "McpHubSlowCalls",
    `${quantile(0.95, "mcp_hub_request_duration_seconds")} > 2 and ${increase("mcp_hub_requests_total")} >= 50`,
    "0m",
    "warning",
    "The p95 of 5 minutes is above 2 seconds.",
    "slow-calls",
  ),
  rule(
    "McpHubConnectionFailures",
    `${slow.increase("mcp_hub_connection_failures_total")} / (${slow.increase("mcp_hub_connection_failures_total")} + ${slow.increase("mcp_hub_connection_successes_total")}) > 0.1`,
    "0m",
    "warning",
    "More than 10 % of the attempts to connect to servers failed.",
    "connection-failures",
  ),
  rule(
    "McpHubServerDown",
    `${rate("mcp_hub_server_down_seconds_total", "instance, server")} > 0.9`,
    "0m",
    "warning",
    "{{ $labels.server }} has been away for 5 minutes.",
    "server-down",
  ),
  rule(
    "McpHubCpu",
    "rate(process_cpu_seconds_total[15m]) > 0.8",
    "15m",
    "warning",
    "The hub uses more than 80 % of a processor.",
    "cpu",
  ),
  rule(
    "McpHubMemory",
    "process_resident_memory_bytes / mcp_hub_memory_limit_bytes > 0.8",
    "15m",
    "warning",
    "The hub uses more than 80 % of its memory.",
    "memory",
  ),
  rule(
    "McpHubFailedSignIns",
    `${increase("mcp_hub_failed_sign_ins_total", "instance")} > 10`,
    "0m",
    "critical",
    "More than 10 requests to the gateway had no valid token in 5 minutes.",
    "failed-sign-ins",
  ),
];
