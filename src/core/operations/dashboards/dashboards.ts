import type { HubErrorCode } from "../../../protocol/hubErrorCode";
import { errorClass } from "../errorClass";
import { type Dashboard, lines, number, table } from "./panel";
import { codesOf, now, panelWindow, queries } from "./query";

const { rate, increase, quantile, mean } = queries(panelWindow);

const codes = Object.keys(errorClass).filter((code): code is HubErrorCode => code in errorClass);
export const serviceErrors = codesOf(codes.filter((code) => errorClass[code] === "service"));
const callerErrors = codesOf(codes.filter((code) => errorClass[code] === "caller"));

/** What a model got wrong. */
const modelErrors = codesOf([
  "bad-arguments",
  "unknown-tool",
  "unknown-resource",
  "result-expired",
] satisfies HubErrorCode[]);

const requests = rate("mcp_hub_requests_total");
const uptime = `${rate("mcp_hub_server_up_seconds_total")} / (${rate("mcp_hub_server_up_seconds_total")} + ${rate("mcp_hub_server_down_seconds_total")})`;
const connected = `${increase("mcp_hub_connection_successes_total")} / (${increase("mcp_hub_connection_successes_total")} + (${increase("mcp_hub_connection_failures_total")} or vector(0)))`;
const serviceErrorRate = `(${rate("mcp_hub_errors_total", "", serviceErrors)} or vector(0)) / ${requests}`;

const overview: Dashboard = {
  id: "overview",
  title: "MCP Hub: overview",
  panels: [
    number("Servers connected", "percentunit", `${now("mcp_hub_server_up")} / count(mcp_hub_server_up)`, {
      redBelow: 0.5,
    }),
    number("Requests per second", "reqps", requests),
    number("Errors (5xx)", "percentunit", serviceErrorRate, { redAbove: 0.001 }),
    number("Latency, p95", "s", quantile(0.95, "mcp_hub_request_duration_seconds"), { redAbove: 0.5 }),
    number("Uptime of the hub", "s", "min(mcp_hub_uptime_seconds)"),
    number("Sessions", "short", now("mcp_hub_sessions")),
    lines("Requests by server", "reqps", [rate("mcp_hub_requests_total", "server"), "{{server}}"]),
    lines("Requests by outcome", "reqps", [rate("mcp_hub_requests_total", "outcome"), "{{outcome}}"]),
    lines("Requests by client", "reqps", [rate("mcp_hub_requests_total", "client"), "{{client}}"]),
    lines("On their way", "short", [now("mcp_hub_requests_in_flight", "server"), "{{server}}"]),
  ],
};

const reliability: Dashboard = {
  id: "reliability",
  title: "MCP Hub: reliability",
  panels: [
    number("Uptime of servers", "percentunit", uptime, { redBelow: 0.999 }),
    number("Connections that succeeded", "percentunit", connected, { redBelow: 0.995 }),
    number("Errors of hub and servers (5xx)", "percentunit", serviceErrorRate, { redAbove: 0.001 }),
    number(
      "Errors of callers (4xx)",
      "percentunit",
      `(${rate("mcp_hub_errors_total", "", callerErrors)} or vector(0)) / ${requests}`,
      { redAbove: 0.01 },
    ),
    lines("Errors by code", "reqps", [rate("mcp_hub_errors_total", "code"), "{{code}}"]),
    lines("Retries", "reqps", [rate("mcp_hub_retries_total", "server"), "{{server}}"]),
    lines("Failed connections by code", "short", [
      increase("mcp_hub_connection_failures_total", "server, code"),
      "{{server}} {{code}}",
    ]),
    lines("Recovery, p95", "s", [quantile(0.95, "mcp_hub_recovery_seconds", "server"), "{{server}}"]),
    lines("Breakers (1 half-open, 2 open)", "short", [
      "max by (server, tool) (mcp_hub_breaker_state) > 0",
      "{{server}} {{tool}}",
    ]),
    lines("Breakers opened", "short", [increase("mcp_hub_breaker_opened_total", "server"), "{{server}}"]),
  ],
};

const performance: Dashboard = {
  id: "performance",
  title: "MCP Hub: performance",
  panels: [
    lines(
      "Latency from end to end",
      "s",
      ...[0.5, 0.9, 0.95, 0.99].map((share): [string, string] => [
        quantile(share, "mcp_hub_request_duration_seconds"),
        `p${share * 100}`,
      ]),
    ),
    lines(
      "The server's part, p95, and the hub's",
      "s",
      [quantile(0.95, "mcp_hub_server_duration_seconds"), "server"],
      [quantile(0.95, "mcp_hub_overhead_seconds"), "hub"],
    ),
    number("Added by the hub, p95", "s", quantile(0.95, "mcp_hub_overhead_seconds"), { redAbove: 0.05 }),
    number("Requests per second", "reqps", requests),
    lines("Latency by client, p95", "s", [quantile(0.95, "mcp_hub_client_duration_seconds", "client"), "{{client}}"]),
    lines("Waiting", "short", [now("mcp_hub_queue_waiting", "server"), "{{server}}"]),
    table("Slowest tools, p95", "s", `topk(20, ${quantile(0.95, "mcp_hub_server_duration_seconds", "server, tool")})`),
    lines("Processor", "percentunit", [rate("process_cpu_seconds_total", "instance"), "{{instance}}"]),
    lines(
      "Memory",
      "bytes",
      ["process_resident_memory_bytes", "{{instance}}"],
      ["mcp_hub_memory_limit_bytes", "limit {{instance}}"],
    ),
  ],
};

const servers: Dashboard = {
  id: "servers",
  title: "MCP Hub: servers",
  panels: [
    lines("Connected", "short", [now("mcp_hub_server_up", "server"), "{{server}}"]),
    lines("Tools", "short", [now("mcp_hub_server_tools", "server"), "{{server}}"]),
    lines("Requests", "reqps", [rate("mcp_hub_requests_total", "server"), "{{server}}"]),
    lines("Errors", "reqps", [rate("mcp_hub_errors_total", "server"), "{{server}}"]),
    lines("The server's part, p95", "s", [quantile(0.95, "mcp_hub_server_duration_seconds", "server"), "{{server}}"]),
    lines("Waiting", "short", [now("mcp_hub_queue_waiting", "server"), "{{server}}"]),
    lines("Held back to, a minute", "short", [now("mcp_hub_held_back_calls_per_minute", "server"), "{{server}}"]),
    lines("Attempts to connect", "short", [increase("mcp_hub_connection_attempts_total", "server"), "{{server}}"]),
    lines("Time away", "percentunit", [rate("mcp_hub_server_down_seconds_total", "server"), "{{server}}"]),
    table(
      "Requests by tool in a day",
      "short",
      "topk(50, sum by (server, tool) (increase(mcp_hub_requests_total[1d])))",
    ),
  ],
};

const usability: Dashboard = {
  id: "ai-usability",
  title: "MCP Hub: AI usability",
  panels: [
    number(
      "Calls that a model got right",
      "percentunit",
      `1 - ((${rate("mcp_hub_errors_total", "", modelErrors)} or vector(0)) / ${requests})`,
      { redBelow: 0.95 },
    ),
    number(
      "Errors that tools reported",
      "percentunit",
      `(${rate("mcp_hub_requests_total", "", 'outcome="tool-error"')} or vector(0)) / ${requests}`,
    ),
    lines("Mistakes by code", "reqps", [rate("mcp_hub_errors_total", "code", modelErrors), "{{code}}"]),
    lines("Mistakes by client", "reqps", [rate("mcp_hub_errors_total", "client", modelErrors), "{{client}}"]),
    table(
      "Tools with most mistakes in a day",
      "short",
      `topk(20, sum by (server, tool) (increase(mcp_hub_errors_total{${modelErrors}}[1d])))`,
    ),
    table(
      "Tools that report most errors in a day",
      "short",
      'topk(20, sum by (server, tool) (increase(mcp_hub_requests_total{outcome="tool-error"}[1d])))',
    ),
    lines("Given up", "reqps", [rate("mcp_hub_requests_total", "client", 'outcome="cancelled"'), "{{client}}"]),
    lines("Time that a person was asked, mean", "s", [mean("mcp_hub_approval_seconds", "client"), "{{client}}"]),
    lines("Questions by answer", "short", [increase("mcp_hub_questions_total", "kind, answer"), "{{kind}} {{answer}}"]),
  ],
};

const security: Dashboard = {
  id: "security",
  title: "MCP Hub: security",
  panels: [
    number("Requests without a valid token", "short", increase("mcp_hub_failed_sign_ins_total"), { redAbove: 10 }),
    number("Changes of what a person agreed to", "short", increase("mcp_hub_pin_changes_total"), { redAbove: 0 }),
    lines("Requests without a valid token, over time", "reqps", [
      rate("mcp_hub_failed_sign_ins_total", "instance"),
      "{{instance}}",
    ]),
    lines("Refused by policy or a person", "reqps", [
      rate("mcp_hub_requests_total", "client", 'outcome="denied"'),
      "{{client}}",
    ]),
    lines("What let requests pass, or refused them", "reqps", [rate("mcp_hub_decisions_total", "by"), "{{by}}"]),
    lines("Changed definitions", "short", [increase("mcp_hub_pin_changes_total", "server"), "{{server}}"]),
    lines("Servers that refuse the hub", "short", [
      increase("mcp_hub_server_refusals_total", "server, status"),
      "{{server}} {{status}}",
    ]),
    lines("Answers to questions", "short", [
      increase("mcp_hub_questions_total", "server, answer"),
      "{{server}} {{answer}}",
    ]),
  ],
};

export const dashboards: readonly Dashboard[] = [overview, reliability, performance, servers, usability, security];
