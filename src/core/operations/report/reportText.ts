import { message, nameOfServer } from "../../../protocol/message";
import { safeLine } from "../../kernel/redact";
import { lasting } from "../../kernel/timeLimit";
import type { Quantiles, Report, ServerReport } from "./report";
import type { Check, TargetName } from "./targets";

/** A report for a terminal, in plain text. */
export function reportText(report: Report): string {
  const { calls, ranMs, servers } = report;
  if (ranMs === 0 && calls.total === 0)
    return message(
      "report.nothing",
      "No figures are kept for this time. The hub keeps them while it runs in the editor or as `serve`.",
    );
  return [
    message("report.range", "{from} to {to} (UTC). A hub ran for {time} of it.", {
      ...{ from: minute(report.from), to: minute(report.to) },
      time: lasting(ranMs),
    }),
    "",
    table([
      [
        message("report.target", "Target"),
        message("report.wanted", "Wanted"),
        message("report.measured", "Measured"),
        "",
      ],
      ...report.checks.map(checkRow),
    ]),
    "",
    ...callLines(report),
    ...(servers.length > 0 ? ["", table([serverHead(), ...servers.map(serverRow)])] : []),
  ].join("\n");
}

const targetWords: Readonly<Record<TargetName, () => string>> = {
  uptime: () => message("report.uptime", "uptime of servers"),
  "service-errors": () => message("report.serviceErrors", "errors of hub and servers (5xx)"),
  "caller-errors": () => message("report.callerErrors", "errors of callers (4xx)"),
  connections: () => message("report.connections", "connections that succeeded"),
  recovery: () => message("report.recovery", "longest recovery"),
  "latency-p95": () => message("report.latency", "latency, p95"),
  "overhead-p95": () => message("report.overhead", "added by the hub, p95"),
  cpu: () => message("report.cpu", "processor"),
  memory: () => message("report.memory", "memory"),
};

function checkRow({ target, bound, unit, limit, value, met }: Check): readonly string[] {
  const written = (one: number) => (unit === "ms" ? lasting(one) : percent(one));
  return [
    targetWords[target](),
    `${bound === "least" ? "≥" : "≤"} ${written(limit)}`,
    value === undefined ? noData() : written(value),
    met === undefined ? "" : met ? message("report.met", "met") : message("report.missed", "MISSED"),
  ];
}

function callLines({ calls, latencyMs, overheadMs, callsPerMinute }: Report): readonly string[] {
  const { total, answered, toolErrors, serviceErrors, callerErrors, givenUp } = calls;
  const counts = message(
    "report.calls",
    "Calls: {total}. Answered: {answered}. Errors of tools: {toolErrors}, of hub and servers: {serviceErrors}, of callers: {callerErrors}. Given up: {givenUp}.",
    { total, answered, toolErrors, serviceErrors, callerErrors, givenUp },
  );
  const rate = callsPerMinute
    ? message("report.rate", "Calls in a minute: {mean} on average, {peak} at most.", {
        mean: callsPerMinute.mean.toFixed(1),
        peak: callsPerMinute.peak,
      })
    : message("report.noRate", "Calls in a minute: no data.");
  const quantiles = (values: Quantiles | undefined) =>
    values
      ? (["p50", "p90", "p95", "p99", "max"] as const).map((key) => `${key} ${lasting(values[key])}`).join(", ")
      : noData();
  return [
    counts,
    rate,
    message("report.latencies", "Latency: {values}.", { values: quantiles(latencyMs) }),
    message("report.overheads", "Added by the hub: {values}.", { values: quantiles(overheadMs) }),
  ];
}

const serverHead = (): readonly string[] => [
  message("report.server", "Server"),
  message("report.serverUptime", "Uptime"),
  message("report.serverConnections", "Connected"),
  message("report.serverRecoveries", "Recoveries"),
];

function serverRow({ server, uptime, connections, recoveries }: ServerReport): readonly string[] {
  const { succeeded, failed, share } = connections;
  return [
    safeLine(nameOfServer(server), 64),
    uptime === undefined ? noData() : percent(uptime),
    share === undefined ? noData() : `${percent(share)} (${succeeded}/${succeeded + failed})`,
    recoveries
      ? message("report.recoveries", "{count}, {mean} on average, {longest} at most", {
          count: recoveries.count,
          mean: lasting(recoveries.meanMs),
          longest: lasting(recoveries.longestMs),
        })
      : noData(),
  ];
}

const noData = (): string => message("report.noData", "no data");

/** Cut and not rounded: 99.899 % is not 99.9 %. */
const percent = (share: number): string => `${Math.floor(share * 100_000 + 1e-6) / 1000} %`;

const minute = (time: number): string => new Date(time).toISOString().slice(0, 16).replace("T", " ");

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const padded = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
  return rows.map((row) => padded(row).join("  ").trimEnd()).join("\n");
}
