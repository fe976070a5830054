import type {
  ConnectionHealth,
  ConnectionState,
  ServerInfo,
  StartProgress,
  StopReason,
} from "../../protocol/connectionState";
import type { ErrorView } from "../../protocol/hubErrorCode";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import type { Options } from "../config/schema/settings";
import { HubError } from "../kernel/hubError";

/** What can happen to a connection. */
export type ConnectionEvent =
  | { readonly type: "start" }
  | { readonly type: "attempt"; readonly attempt: number }
  | { readonly type: "progress"; readonly progress: StartProgress }
  | { readonly type: "attempt-failed"; readonly attempt: number; readonly error: ErrorView }
  /** The attempts continue, but so far apart that the server counts as failed meanwhile. `until` is the time of the next attempt. */
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
  /** The server answered at least one request, so starting it again makes sense whatever ended the session. */
  readonly worked: boolean;
  /** Whether losses in a row may count as a crash loop. A remote server is never given up: it comes back by itself. */
  readonly mayLoop: boolean;
}

/** A session that is lost sooner than this, before it answered a request, is an early loss. */
export const settlingMs = 5_000;

/** This many early losses in a row are a crash loop: starting the server again would not help. */
export const maxLosses = 5;

/** The lifecycle of a connection. An event that does not apply in a state returns the same state. */
export function next(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  if (event.type === "stop")
    return state.kind === "stopped" && state.reason === event.reason
      ? state
      : { kind: "stopped", reason: event.reason };
  if (event.type === "gave-up") return isTrying(state) || isAway(state) ? failedState(event.error) : state;
  if (event.type === "away")
    return isTrying(state) || isAway(state) ? { kind: "failed", error: event.error, until: event.until } : state;

  switch (state.kind) {
    case "stopped":
    case "needs-auth":
    case "needs-consent":
      return event.type === "start" ? { kind: "starting", attempt: 1, losses: 0 } : state;
    case "failed":
      if (event.type === "ready" && isAway(state)) return readyState(event, 0);
      return event.type === "start" ? { kind: "starting", attempt: 1, losses: 0 } : state;
    case "starting":
      if (event.type === "attempt-failed")
        return { kind: "waiting", attempt: event.attempt, losses: state.losses, error: event.error };
      if (event.type === "progress") return { ...state, progress: event.progress };
      return event.type === "ready" ? readyState(event, state.losses) : state;
    case "waiting":
      return event.type === "attempt" ? { kind: "starting", attempt: event.attempt, losses: state.losses } : state;
    case "ready":
      if (event.type === "health") return withHealth(state, event.health);
      return event.type === "lost" ? afterLoss(state, event) : state;
  }
}

/** Whether a server is connecting, so that waiting for it makes sense. */
export const isTrying = (state: ConnectionState): state is Extract<ConnectionState, { kind: "starting" | "waiting" }> =>
  state.kind === "starting" || state.kind === "waiting";

/** Whether a server counts as failed while the attempts to reach it continue. */
export const isAway = (state: ConnectionState): boolean => state.kind === "failed" && state.until !== undefined;

const failedState = (error: ErrorView): ConnectionState =>
  error.code === "needs-auth" || error.code === "needs-consent"
    ? { kind: error.code, error }
    : { kind: "failed", error };

const readyState = (
  { at, info }: { readonly at: number; readonly info: ServerInfo },
  losses: number,
  health?: ConnectionHealth,
): ConnectionState => ({ kind: "ready", since: at, info, losses, ...(health && { health }) });

/** Every check measures again, but only a change of the kind, or one more failure, changes the state. */
function withHealth(state: Ready, health: ConnectionHealth | undefined): ConnectionState {
  const before = state.health;
  const isSame =
    before?.kind === health?.kind &&
    (health?.kind !== "failing" || (before?.kind === "failing" && before.failures === health.failures));
  return isSame ? state : readyState({ at: state.since, info: state.info }, state.losses, health);
}

function afterLoss({ since, losses }: Ready, { at, error, worked, mayLoop }: LossEvent): ConnectionState {
  if (worked || at - since >= settlingMs) return { kind: "starting", attempt: 1, losses: 0 };
  if (!mayLoop || losses + 1 < maxLosses) return { kind: "starting", attempt: 1, losses: losses + 1 };
  const text = message("connection.crashLoop", "It stopped {count} times soon after it had started. {reason}", {
    count: maxLosses,
    reason: error.message,
  });
  return { kind: "failed", error: { ...error, message: text } };
}

/** Why a request cannot be sent to a server that is not ready, and what to do. Nothing was sent. */
export function unavailable(server: ServerId, state: ConnectionState): HubError {
  if (state.kind === "failed" || state.kind === "needs-auth" || state.kind === "needs-consent")
    return new HubError(state.error.code, state.error.message, { sent: "no", outage: true });
  const isDisabled = state.kind === "stopped" && state.reason === "disabled";
  const text = isDisabled
    ? message("connection.disabled", '"{server}" is disabled. Enable it first.', { server })
    : message("connection.notConnected", '"{server}" is not connected. Connect it first.', { server });
  return new HubError("not-connected", text, { sent: "no" });
}

/** The failure of everything that was running when a session was ended on purpose. */
export const disconnected = (server: ServerId): HubError =>
  new HubError("not-connected", message("connection.disconnected", '"{server}" was disconnected.', { server }));

/** What a caller waits for, for the message of a cancel. */
export const waitingFor = (server: ServerId): string =>
  message("connection.waiting", 'Waiting for "{server}"', { server });

const stopReasons = { eager: "not-started", lazy: "lazy", manual: "manual" } as const;

/** Why a server is not started yet, by its start mode; `not-started`: it starts with the hub, as one does that is to be made ready. */
export function initialStopReason({ entry }: ServerDefinition, { start }: Pick<Options, "start">): StopReason {
  const config = entry.kind === "valid" ? entry.config : undefined;
  const reason = stopReasons[config?.start ?? start];
  return reason === "lazy" && config?.warmUp ? "not-started" : reason;
}
