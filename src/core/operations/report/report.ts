import type { ServerId } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import type { Histogram } from "../../kernel/histogram";
import { HubError } from "../../kernel/hubError";
import { safeLine } from "../../kernel/redact";
import { type CallCounts, PeriodFigures, type ServerPeriod } from "./periodFigures";
import { dayMs, hourMs, type PeriodLog } from "./periodLog";
import type { Samples } from "./samples";
import { type Check, checked } from "./targets";

export type ReportRange = "day" | "week" | "month";

export const rangeMs: Readonly<Record<ReportRange, number>> = { day: dayMs, week: 7 * dayMs, month: 30 * dayMs };

/** A range as somebody wrote it; a day where nobody did. Throws `bad-arguments` where it is not one. */
export function readRange(written: string | null | undefined): ReportRange {
  const range = written ?? "day";
  if (range === "day" || range === "week" || range === "month") return range;
  throw new HubError(
    "bad-arguments",
    message("report.badRange", "The range must be day, week or month, not {range}.", { range: safeLine(range, 40) }),
  );
}

/** Quantiles of a duration, in milliseconds. */
export interface Quantiles {
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export interface Recoveries {
  readonly count: number;
  readonly meanMs: number;
  readonly longestMs: number;
}

export interface ServerReport {
  readonly server: ServerId;
  /** Shares are 0 to 1; missing: there was nothing to measure. */
  readonly uptime?: number;
  readonly connections: { readonly succeeded: number; readonly failed: number; readonly share?: number };
  readonly recoveries?: Recoveries;
}

/** How the hub did over a time, as plain data. What is missing could not be measured, because nothing happened or nothing was kept. */
export interface Report {
  readonly range: ReportRange;
  /** Milliseconds since the epoch. Older figures are kept by the day, so that the first of them may be from before the range. */
  readonly from: number;
  readonly to: number;
  /** How long a hub ran in that time, in milliseconds; with several at the same time, all of them together. */
  readonly ranMs: number;
  readonly calls: Readonly<CallCounts> & { readonly total: number };
  readonly latencyMs?: Quantiles;
  /** What the hub added: the queue, the waits between attempts, and for the server. */
  readonly overheadMs?: Quantiles;
  readonly callsPerMinute?: { readonly mean: number; readonly peak: number };
  /** Of one processor. */
  readonly cpu?: { readonly mean: number; readonly max: number };
  /** Of what the process may have. */
  readonly memory?: { readonly mean: number; readonly max: number };
  readonly uptime?: number;
  readonly recoveries?: Recoveries;
  readonly servers: readonly ServerReport[];
  /** Each target, and whether it was met. */
  readonly checks: readonly Check[];
}

/** The report of the time until `now`, over the logs of all processes. */
export function report(range: ReportRange, logs: readonly PeriodLog[], now: number): Report {
  const start = now - rangeMs[range];
  const periods = logs.flatMap((log) => log.since(start)).filter(({ figures }) => figures.from <= now);
  const all = new PeriodFigures(Math.min(now, ...periods.map(({ figures }) => figures.from)));
  for (const { figures } of periods) all.merge(figures);
  const total = Object.values(all.calls).reduce((sum, count) => sum + count, 0);
  const servers = [...all.servers].map(([server, figures]) => serverReport(server, figures));
  const whole = [...all.servers.values()];
  const figures = {
    range,
    from: all.from,
    to: now,
    ranMs: all.ranMs,
    calls: { ...all.calls, total },
    ...(all.ms.count > 0 && { latencyMs: quantiles(all.ms), overheadMs: quantiles(all.hubMs) }),
    ...(all.ranMs >= hourMs / 60 && { callsPerMinute: { mean: (total * 60_000) / all.ranMs, peak: all.peak } }),
    ...(all.cpu.count > 0 && { cpu: load(all.cpu) }),
    ...(all.memory.count > 0 && { memory: load(all.memory) }),
    ...share("uptime", sum(whole, "upMs"), sum(whole, "downMs")),
    ...recoveriesOf(whole),
    servers,
  };
  return { ...figures, checks: checked(figures) };
}

function serverReport(server: ServerId, figures: ServerPeriod): ServerReport {
  const { connected: succeeded, refused: failed, upMs, downMs } = figures;
  return {
    server,
    ...share("uptime", upMs, downMs),
    connections: { succeeded, failed, ...share("share", succeeded, failed) },
    ...recoveriesOf([figures]),
  };
}

const sum = (servers: readonly ServerPeriod[], key: "upMs" | "downMs"): number =>
  servers.reduce((all, figures) => all + figures[key], 0);

/** The share of the good in all; nothing where there is neither. */
const share = <K extends string>(key: K, good: number, bad: number): Partial<Record<K, number>> =>
  good + bad > 0 ? ({ [key]: good / (good + bad) } as Record<K, number>) : {};

function recoveriesOf(servers: readonly ServerPeriod[]): { readonly recoveries?: Recoveries } {
  const count = servers.reduce((all, { recoveries }) => all + recoveries.count, 0);
  if (count === 0) return {};
  const ms = servers.reduce((all, { recoveries }) => all + recoveries.mean * recoveries.count, 0);
  const longestMs = Math.max(...servers.map(({ recoveries }) => recoveries.max));
  return { recoveries: { count, meanMs: ms / count, longestMs } };
}

const load = ({ mean, max }: Samples) => ({ mean, max });

function quantiles(histogram: Histogram): Quantiles {
  const [p50 = 0, p90 = 0, p95 = 0, p99 = 0] = histogram.quantiles([0.5, 0.9, 0.95, 0.99]);
  return { p50, p90, p95, p99, max: histogram.max };
}
