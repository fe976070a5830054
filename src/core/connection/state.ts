import type { ConnectionHealth, ConnectionState, ServerInfo, StopReason } from "../../protocol/connectionState";
import type { ErrorView } from "../../protocol/hubErrorCode";
import type { ServerId } from "../../protocol/hubEvent";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import type { Options } from "../config/schema/settings";
import { HubError } from "../kernel/hubError";

export type ConnectionEvent =
  | { readonly type: "start" }
  | { readonly type: "attempt"; readonly attempt: number }
  | { readonly type: "attempt-failed"; readonly attempt: number; readonly error: ErrorView }
  /** The attempts go on, but so far apart that the server counts as failed meanwhile; `until`: when the next one comes. */
  | { readonly type: "away"; readonly error: ErrorView; readonly until: number }
  | { readonly type: "gave-up"; readonly error: ErrorView }
  | { readonly type: "ready"; readonly at: number; readonly info: ServerInfo }
  | { readonly type: "health"; readonly health: ConnectionHealth | undefined }
  | LossEvent
  | { readonly type: "stop"; readonly reason: StopReason };

type Ready = Extract<ConnectionState, { kind: "ready" }>;

interface LossEvent {
  readonly type: "lost";
  readonly at: number;
  readonly error: ErrorView;
  /** The line answered at least one call: whatever ended it, starting it anew is of use. */
  readonly worked: boolean;
  /** Whether losses in a row may count as a crash loop. A remote server is not ours to give up: it comes back by itself. */
  readonly mayLoop: boolean;
}

/** A line that is lost sooner after it came up, and before it answered a call, counts as broken, not as unlucky. */
export const settlingMs = 5_000;

/** So many early losses in a row are a crash loop: starting again would only spin. */
export const maxLosses = 5;

/** The whole life of a connection. An event that means nothing in a state returns that same state. */
export function next(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  if (event.type === "stop")
    return state.kind === "stopped" && state.reason === event.reason
      ? state
      : { kind: "stopped", reason: event.reason };
  if (event.type === "gave-up") return isTrying(state) || isAway(state) ? resting(event.error) : state;
  if (event.type === "away")
    return isTrying(state) || isAway(state) ? { kind: "failed", error: event.error, until: event.until } : state;

  switch (state.kind) {
    case "stopped":
    case "needs-auth":
      return event.type === "start" ? { kind: "starting", attempt: 1, losses: 0 } : state;
    case "failed":
      if (event.type === "ready" && isAway(state)) return up(event, 0);
      return event.type === "start" ? { kind: "starting", attempt: 1, losses: 0 } : state;
    case "starting":
      if (event.type === "attempt-failed")
        return { kind: "waiting", attempt: event.attempt, losses: state.losses, error: event.error };
      return event.type === "ready" ? up(event, state.losses) : state;
    case "waiting":
      return event.type === "attempt" ? { kind: "starting", attempt: event.attempt, losses: state.losses } : state;
    case "ready":
      if (event.type === "health") return withHealth(state, event.health);
      return event.type === "lost" ? afterLoss(state, event) : state;
  }
}

/** Whether a connection is on its way up by itself, so that waiting for it makes sense. */
export const isTrying = (state: ConnectionState): state is Extract<ConnectionState, { kind: "starting" | "waiting" }> =>
  state.kind === "starting" || state.kind === "waiting";

/** Whether a server counts as failed while attempts to reach it go on. */
export const isAway = (state: ConnectionState): boolean => state.kind === "failed" && state.until !== undefined;

const resting = (error: ErrorView): ConnectionState =>
  error.code === "needs-auth" ? { kind: "needs-auth", error } : { kind: "failed", error };

const up = (
  { at, info }: { readonly at: number; readonly info: ServerInfo },
  losses: number,
  health?: ConnectionHealth,
): ConnectionState => ({ kind: "ready", since: at, info, losses, ...(health && { health }) });

/** Every check measures anew, but only a change of kind, or one more failure, is news. */
function withHealth(state: Ready, health: ConnectionHealth | undefined): ConnectionState {
  const before = state.health;
  const isSame =
    before?.kind === health?.kind &&
    (health?.kind !== "failing" || (before?.kind === "failing" && before.failures === health.failures));
  return isSame ? state : up({ at: state.since, info: state.info }, state.losses, health);
}

function afterLoss({ since, losses }: Ready, { at, error, worked, mayLoop }: LossEvent): ConnectionState {
  if (worked || at - since >= settlingMs) return { kind: "starting", attempt: 1, losses: 0 };
  if (!mayLoop || losses + 1 < maxLosses) return { kind: "starting", attempt: 1, losses: losses + 1 };
  return {
    kind: "failed",
    error: { ...error, message: `It stopped ${maxLosses} times soon after it had started. ${error.message}` },
  };
}

/** Why a request cannot be sent to a server that is not ready, and what to do. Nothing was sent. */
export function unavailable(server: ServerId, state: ConnectionState): HubError {
  if (state.kind === "failed" || state.kind === "needs-auth")
    return new HubError(state.error.code, state.error.message, { sent: "no" });
  const off = state.kind === "stopped" && state.reason === "disabled";
  const words = off ? `"${server}" is disabled. Enable it first.` : `"${server}" is not connected. Connect it first.`;
  return new HubError("not-connected", words, { sent: "no" });
}

const reasons = { eager: "not-started", lazy: "lazy", manual: "manual" } as const;

/** How a server rests until it is started, by its start mode; `not-started`: it starts with the hub. */
export function initialStopReason({ entry }: ServerDefinition, { start }: Pick<Options, "start">): StopReason {
  const own = entry.kind === "valid" ? entry.config.start : undefined;
  return reasons[own ?? start];
}
