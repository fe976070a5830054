import type { RecentShare } from "./recentCalls";

/** The state of one circuit breaker, as one union. Times are milliseconds since the epoch. `recent`: the share of failed calls that opened it. */
export type BreakerState =
  | { readonly kind: "closed"; readonly failures: number }
  /** Nothing passes before `until`; then one trial call may. */
  | { readonly kind: "open"; readonly until: number; readonly failures: number; readonly recent?: RecentShare }
  /** One trial call is on its way; everyone else is still refused. */
  | { readonly kind: "half-open"; readonly failures: number; readonly recent?: RecentShare };

/**
 * `tried`: a trial call is let through. `abandoned`: it ended without saying anything of the server, as by a person's cancel. `put-off`:
 * the wait for the trial begins again, because it would be wasted now, or is shorter than was thought.
 */
export interface BreakerEvent {
  readonly type: "succeeded" | "failed" | "tried" | "abandoned" | "put-off" | "reset";
  readonly at: number;
  /** Of a failure: how the calls of the last while ended, this one included. */
  readonly recent?: RecentShare;
}

/** Failures in a row, or this share of the calls of a while, open the circuit. */
export interface BreakerOptions {
  readonly failures: number;
  /** Percent of the calls of the last while; missing: only failures in a row count. */
  readonly percent?: number;
  /** A share of fewer calls says nothing. */
  readonly leastCalls?: number;
  /** A share of failures of fewer tools says nothing; missing: of one. */
  readonly leastTools?: number;
  /** How long the while is, in milliseconds. */
  readonly windowMs?: number;
  /** How long it stays open, in milliseconds. */
  readonly coolDownMs: number;
}

export const closed: BreakerState = { kind: "closed", failures: 0 };

/** Whether a call may pass now; in an open circuit whose time is over, as its one trial. */
export const lets = (state: BreakerState, now: number): boolean =>
  state.kind === "closed" || (state.kind === "open" && now >= state.until);

/** The whole life of a breaker. An event that means nothing in a state returns that same state. */
export function next(state: BreakerState, event: BreakerEvent, options: BreakerOptions): BreakerState {
  const open = (failures: number, recent?: RecentShare): BreakerState => ({
    kind: "open",
    until: event.at + options.coolDownMs,
    failures,
    ...(recent && { recent }),
  });
  if (event.type === "reset") return state.kind === "closed" && state.failures === 0 ? state : closed;
  switch (state.kind) {
    case "closed":
      if (event.type === "succeeded") return state.failures === 0 ? state : closed;
      if (event.type !== "failed") return state;
      if (state.failures + 1 >= options.failures) return open(state.failures + 1);
      return isTooMany(event.recent, options)
        ? open(state.failures + 1, event.recent)
        : { kind: "closed", failures: state.failures + 1 };
    case "open":
      if (event.type === "put-off") return open(state.failures, state.recent);
      // A call that was sent before the circuit opened says nothing new.
      return event.type === "tried" && event.at >= state.until ? { ...still(state), kind: "half-open" } : state;
    case "half-open":
      if (event.type === "succeeded") return closed;
      if (event.type === "failed") return open(state.failures + 1, state.recent);
      // The trial was taken back: the next caller may try at once.
      return event.type === "abandoned" ? { ...still(state), kind: "open", until: event.at } : state;
  }
}

const still = ({ failures, recent }: Exclude<BreakerState, { kind: "closed" }>) => ({
  failures,
  ...(recent && { recent }),
});

const isTooMany = (
  recent: RecentShare | undefined,
  { percent, leastCalls = 1, leastTools = 1 }: BreakerOptions,
): boolean =>
  recent !== undefined &&
  percent !== undefined &&
  recent.of >= leastCalls &&
  recent.tools >= leastTools &&
  recent.failed * 100 >= percent * recent.of;
