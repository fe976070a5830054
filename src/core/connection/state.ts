import type { ConnectionState, ServerInfo, StopReason } from "../../protocol/connectionState";
import type { ErrorView } from "../../protocol/hubErrorCode";

export type ConnectionEvent =
  | { readonly type: "start" }
  | { readonly type: "attempt"; readonly attempt: number }
  | { readonly type: "attempt-failed"; readonly attempt: number; readonly error: ErrorView }
  | { readonly type: "gave-up"; readonly error: ErrorView }
  | { readonly type: "ready"; readonly at: number; readonly info: ServerInfo }
  | { readonly type: "lost"; readonly at: number; readonly error: ErrorView }
  | { readonly type: "stop"; readonly reason: StopReason };

/** A line that is lost sooner after it came up counts as broken, not as unlucky. */
export const settlingMs = 5_000;

/** So many early losses in a row are a crash loop: starting again would only spin. */
export const maxLosses = 3;

/** The whole life of a connection. An event that means nothing in a state returns that same state. */
export function next(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  if (event.type === "stop")
    return state.kind === "stopped" && state.reason === event.reason
      ? state
      : { kind: "stopped", reason: event.reason };
  if (event.type === "gave-up") return isTrying(state) ? resting(event.error) : state;

  switch (state.kind) {
    case "stopped":
    case "failed":
    case "needs-auth":
      return event.type === "start" ? { kind: "starting", attempt: 1, losses: 0 } : state;
    case "starting":
      if (event.type === "attempt-failed")
        return { kind: "waiting", attempt: event.attempt, losses: state.losses, error: event.error };
      if (event.type === "ready") return { kind: "ready", since: event.at, info: event.info, losses: state.losses };
      return state;
    case "waiting":
      return event.type === "attempt" ? { kind: "starting", attempt: event.attempt, losses: state.losses } : state;
    case "ready":
      return event.type === "lost" ? afterLoss(state, event) : state;
  }
}

/** Whether a connection is on its way up by itself, so that waiting for it makes sense. */
export const isTrying = ({ kind }: ConnectionState): boolean => kind === "starting" || kind === "waiting";

const resting = (error: ErrorView): ConnectionState =>
  error.code === "needs-auth" ? { kind: "needs-auth", error } : { kind: "failed", error };

function afterLoss(
  { since, losses }: Extract<ConnectionState, { kind: "ready" }>,
  { at, error }: Extract<ConnectionEvent, { type: "lost" }>,
): ConnectionState {
  if (at - since >= settlingMs) return { kind: "starting", attempt: 1, losses: 0 };
  if (losses + 1 < maxLosses) return { kind: "starting", attempt: 1, losses: losses + 1 };
  return {
    kind: "failed",
    error: { ...error, message: `It stopped ${maxLosses} times soon after it had started. ${error.message}` },
  };
}
