import type { ConnectionHealth } from "../../../protocol/connectionState";
import type { ErrorView } from "../../../protocol/hubErrorCode";
import { HubError } from "../../kernel/hubError";

/** How a server is asked whether it still answers: by the protocol's own means, or by one of its lists. */
export type CheckMeans = "ping" | "list";

/** One health check. */
export interface HealthCheck {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly ms: number;
  readonly means: CheckMeans;
  /** Why it failed; missing where the server answered. */
  readonly error?: ErrorView;
}

/** What is known of a server's health. It outlives the lines to the server. */
export interface HealthRecord {
  /** The latest checks, oldest first, at most 100. */
  readonly checks: readonly HealthCheck[];
  /** Failed checks in a row on the present line. */
  readonly failures: number;
  /** `list` once the server has shown that it answers lists but no pings. */
  readonly means: CheckMeans;
}

/** How many checks are kept. */
export const checksKept = 100;

/** So many failed checks in a row, and the line counts as dead. */
export const maxFailures = 3;

export const noChecks: HealthRecord = { checks: [], failures: 0, means: "ping" };

/** The record with one check more. A list that is answered where a ping was not is asked for from then on. */
export function withCheck(record: HealthRecord, check: HealthCheck, latch: boolean): HealthRecord {
  return {
    checks: [...record.checks.slice(1 - checksKept), check],
    failures: check.error ? record.failures + 1 : 0,
    means: latch ? "list" : record.means,
  };
}

/** The record at the beginning of a new line: old failures are not its own. */
export const onNewLine = (record: HealthRecord): HealthRecord => ({ ...record, failures: 0 });

/** What the record says of the server now; `undefined`: nothing is wrong. */
export function healthOf({ checks, failures }: HealthRecord, slowMs: number): ConnectionHealth | undefined {
  if (failures > 0) return { kind: "failing", failures };
  const last = checks.at(-1);
  return last && last.ms > slowMs ? { kind: "slow", ms: last.ms } : undefined;
}

/** Whether the line is to be given up. */
export const isDead = ({ failures }: HealthRecord): boolean => failures >= maxFailures;

/** Why a line is given up after its checks. */
export function deaf(server: string, { failures, checks }: HealthRecord): HubError {
  const count = failures === 1 ? "a health check" : `${failures} health checks in a row`;
  const why = checks.at(-1)?.error?.message ?? "See its log.";
  return new HubError("timeout", `"${server}" failed ${count}, so it is connected anew. ${why}`);
}
