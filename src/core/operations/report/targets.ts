import type { Report } from "./report";

export type TargetName =
  | "uptime"
  | "service-errors"
  | "caller-errors"
  | "connections"
  | "recovery"
  | "latency-p95"
  | "overhead-p95"
  | "cpu"
  | "memory";

interface Target {
  /** `least`: the value must not be below the limit; `most`: not above it. */
  readonly bound: "least" | "most";
  /** A share (0 to 1), or milliseconds. */
  readonly unit: "share" | "ms";
  readonly limit: number;
  readonly read: (figures: Omit<Report, "checks">) => number | undefined;
}

/** A target, and how it was met. `value` and `met` are missing where there is nothing to judge by. */
export interface Check {
  readonly target: TargetName;
  readonly bound: Target["bound"];
  readonly unit: Target["unit"];
  readonly limit: number;
  readonly value?: number;
  readonly met?: boolean;
}

/** What a hub is measured by. Error rates are shares of the calls that their callers did not give up. */
const targets: Readonly<Record<TargetName, Target>> = {
  uptime: { bound: "least", unit: "share", limit: 0.999, read: ({ uptime }) => uptime },
  "service-errors": {
    ...{ bound: "most", unit: "share", limit: 0.001 },
    read: ({ calls }) => errorShare(calls, calls.serviceErrors),
  },
  "caller-errors": {
    ...{ bound: "most", unit: "share", limit: 0.01 },
    read: ({ calls }) => errorShare(calls, calls.callerErrors),
  },
  connections: {
    ...{ bound: "least", unit: "share", limit: 0.995 },
    read: ({ servers }) => {
      const succeeded = servers.reduce((all, { connections }) => all + connections.succeeded, 0);
      const failed = servers.reduce((all, { connections }) => all + connections.failed, 0);
      return succeeded + failed > 0 ? succeeded / (succeeded + failed) : undefined;
    },
  },
  recovery: { bound: "most", unit: "ms", limit: 30 * 60_000, read: ({ recoveries }) => recoveries?.longestMs },
  "latency-p95": { bound: "most", unit: "ms", limit: 500, read: ({ latencyMs }) => latencyMs?.p95 },
  "overhead-p95": { bound: "most", unit: "ms", limit: 50, read: ({ overheadMs }) => overheadMs?.p95 },
  cpu: { bound: "most", unit: "share", limit: 0.7, read: ({ cpu }) => cpu?.mean },
  memory: { bound: "most", unit: "share", limit: 0.7, read: ({ memory }) => memory?.mean },
};

function errorShare({ total, givenUp }: Report["calls"], errors: number): number | undefined {
  return total > givenUp ? errors / (total - givenUp) : undefined;
}

const names = Object.keys(targets).filter((name): name is TargetName => name in targets);

export const checked = (figures: Omit<Report, "checks">): readonly Check[] =>
  names.map((target) => {
    const { bound, unit, limit, read } = targets[target];
    const value = read(figures);
    return {
      ...{ target, bound, unit, limit },
      ...(value !== undefined && { value, met: bound === "least" ? value >= limit : value <= limit }),
    };
  });
