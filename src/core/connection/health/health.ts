import type { ConnectionHealth } from "../../../protocol/connectionState";
import type { ErrorView } from "../../../protocol/hubErrorCode";
import { message } from "../../../protocol/message";
import { HubError } from "../../kernel/hubError";

/** How a server is checked: with the protocol's `ping`, or by reading one of its lists. */
export type CheckMeans = "ping" | "list";

/** One health check. */
export interface HealthCheck {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly ms: number;
  readonly means: CheckMeans;
  /** Why it failed; missing if the server answered. */
  readonly error?: ErrorView;
}

/** What is known about a server's health. It outlives the sessions. */
export interface HealthRecord {
  /** The latest checks, oldest first, at most 100. */
  readonly checks: readonly HealthCheck[];
  /** Failed checks in a row in the current session. */
  readonly failures: number;
  /** `list` once the server has shown that it answers lists but no pings. */
  readonly means: CheckMeans;
}

/** The number of checks that are kept. */
export const checksKept = 100;

/** After this many failed checks in a row, the link counts as dead. */
export const maxFailures = 3;

export const noChecks: HealthRecord = { checks: [], failures: 0, means: "ping" };

/** The record with one more check. `listsOnly`: the server answered a list but no ping, so lists are used from now on. */
export function withCheck(record: HealthRecord, check: HealthCheck, listsOnly: boolean): HealthRecord {
  return {
    checks: [...record.checks.slice(1 - checksKept), check],
    failures: check.error ? record.failures + 1 : 0,
    means: listsOnly ? "list" : record.means,
  };
}

/** The record at the start of a new session, which begins without failures. */
export const forNewSession = (record: HealthRecord): HealthRecord => ({ ...record, failures: 0 });

/** What the record says about the server now; `undefined` if nothing is wrong. */
export function healthOf({ checks, failures }: HealthRecord, slowMs: number): ConnectionHealth | undefined {
  if (failures > 0) return { kind: "failing", failures };
  const last = checks.at(-1);
  return last && last.ms > slowMs ? { kind: "slow", ms: last.ms } : undefined;
}

/** Whether the link counts as dead. */
export const isDead = ({ failures }: HealthRecord): boolean => failures >= maxFailures;

/** Why a link is given up after its checks. */
export function unresponsive(server: string, { failures, checks }: HealthRecord): HubError {
  const reason = checks.at(-1)?.error?.message ?? message("connection.seeLog", "See its log.");
  return new HubError(
    "timeout",
    failures === 1
      ? message("connection.checkFailed", '"{server}" failed a health check, so it is reconnected. {reason}', {
          server,
          reason,
        })
      : message(
          "connection.checksFailed",
          '"{server}" failed {failures} health checks in a row, so it is reconnected. {reason}',
          { server, failures, reason },
        ),
  );
}
