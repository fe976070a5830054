import type { Options } from "../config/schema/settings";
import { mayReconnect } from "../kernel/errorTable";
import type { HubError } from "../kernel/hubError";

/** The situation after a failed attempt to connect. */
export interface Outage {
  readonly error: HubError;
  /** Attempts that have failed in a row. */
  readonly attempts: number;
  /** Milliseconds since the link was lost, or since the first attempt started. */
  readonly awayMs: number;
  /** Whether the server has been ready since it was started. */
  readonly wasUp: boolean;
  /** Whether the hub runs the server as a process. A remote server comes back by itself. */
  readonly isProcess: boolean;
}

/** `again`: the server counts as connecting. `away`: it counts as failed, and the attempts continue. */
export type Verdict =
  | { readonly kind: "again" | "away"; readonly delayMs: number }
  | { readonly kind: "give-up"; readonly delayMs?: undefined };

type RecoveryOptions = Pick<
  Options,
  | "connectAttempts"
  | "connectRetryDelayMs"
  | "connectRetryMaxDelayMs"
  | "reconnectMaxDelaySeconds"
  | "recoveryWaitSeconds"
>;

/** The shortest wait before a remote server is tried again, in milliseconds: most are back within seconds. */
const shortestMs = 200;

/**
 * What follows a failed attempt. A process is restarted a few times, with growing delays. A remote server is tried at short intervals at
 * first, then after a twentieth of the time that it could not be reached, so that it is in use again within 5 % of its outage.
 */
export function afterFailure(outage: Outage, options: RecoveryOptions, random: () => number): Verdict {
  const { error, attempts, awayMs, wasUp, isProcess } = outage;
  if (!mayReconnect(error)) return { kind: "give-up" };
  const { connectAttempts, reconnectMaxDelaySeconds, recoveryWaitSeconds } = options;
  const hasAttemptsLeft = attempts < connectAttempts;
  const requestedMs = error.retryAfterMs ?? 0;
  if (isProcess || (!wasUp && hasAttemptsLeft))
    return hasAttemptsLeft
      ? { kind: "again", delayMs: Math.max(requestedMs, backoffMs(attempts, options, random)) }
      : { kind: "give-up" };

  const longestMs = Math.max(shortestMs, reconnectMaxDelaySeconds * 1000);
  const intervalMs = Math.min(longestMs, Math.max(shortestMs, awayMs / 20));
  const delayMs = Math.max(requestedMs, Math.round(intervalMs * (0.75 + random() / 2)));
  return { kind: wasUp && awayMs < recoveryWaitSeconds * 1000 ? "again" : "away", delayMs };
}

/** The wait before a server that was lost soon after it became ready is connected again: none at first, then growing. */
export const afterLossMs = (losses: number, options: RecoveryOptions, random: () => number): number =>
  losses <= 1 ? 0 : backoffMs(losses - 1, options, random);

/** Exponential backoff whose upper half is random, so that many servers do not come back at the same moment. */
function backoffMs(
  failures: number,
  { connectRetryDelayMs, connectRetryMaxDelayMs }: RecoveryOptions,
  random: () => number,
): number {
  const full = Math.min(
    Math.max(connectRetryDelayMs, connectRetryMaxDelayMs),
    connectRetryDelayMs * 2 ** (failures - 1),
  );
  return Math.round(full * (0.5 + random() / 2));
}
