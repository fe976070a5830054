import type { Options } from "../config/schema/settings";
import { mayReconnect } from "../kernel/errorTable";
import type { HubError } from "../kernel/hubError";

/** Where a connection stands after an attempt to connect has failed. */
export interface Outage {
  readonly error: HubError;
  /** Attempts that have failed in a row. */
  readonly attempts: number;
  /** Milliseconds since the line was lost, or since the first attempt began. */
  readonly awayMs: number;
  /** Whether the server has been ready since it was started. */
  readonly wasUp: boolean;
  /** Whether the server is a process of ours; a remote server comes back by itself. */
  readonly isProcess: boolean;
}

/** `again`: it counts as on its way. `away`: it counts as failed, and the attempts go on. */
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

/** A remote server that went away is asked for at least this often at first, in milliseconds: most are back within seconds. */
const shortestMs = 200;

/**
 * What follows a failed attempt. A process is started again a few times, ever later. A remote server is asked for at short intervals at
 * first, then after a twentieth of the time that it has been away, so that it is back in use within 5 % of its absence.
 */
export function afterFailure(outage: Outage, options: RecoveryOptions, random: () => number): Verdict {
  const { error, attempts, awayMs, wasUp, isProcess } = outage;
  if (!mayReconnect(error)) return { kind: "give-up" };
  const { connectAttempts, reconnectMaxDelaySeconds, recoveryWaitSeconds } = options;
  const mayTryOn = attempts < connectAttempts;
  const asked = error.retryAfterMs ?? 0;
  if (isProcess || (!wasUp && mayTryOn))
    return mayTryOn
      ? { kind: "again", delayMs: Math.max(asked, backoffMs(attempts, options, random)) }
      : { kind: "give-up" };

  const longestMs = Math.max(shortestMs, reconnectMaxDelaySeconds * 1000);
  const between = Math.min(longestMs, Math.max(shortestMs, awayMs / 20));
  const delayMs = Math.max(asked, Math.round(between * (0.75 + random() / 2)));
  return { kind: wasUp && awayMs < recoveryWaitSeconds * 1000 ? "again" : "away", delayMs };
}

/** The wait before a line that was lost soon after it came up is opened again: none at first, then ever longer. */
export const afterLossMs = (losses: number, options: RecoveryOptions, random: () => number): number =>
  losses <= 1 ? 0 : backoffMs(losses - 1, options, random);

/** Exponential, with the upper half left to chance, so that many servers do not come all at once. */
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
