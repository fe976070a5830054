/** The state of one circuit breaker, as one union. Times are milliseconds since the epoch. */
export type BreakerState =
  | { readonly kind: "closed"; readonly failures: number }
  /** Nothing passes before `until`; then one trial call may. */
  | { readonly kind: "open"; readonly until: number; readonly failures: number }
  /** One trial call is on its way; everyone else is still refused. */
  | { readonly kind: "half-open"; readonly failures: number };

/**
 * `tried`: a trial call is let through. `abandoned`: it ended without saying anything of the server, as by a person's cancel. `put-off`:
 * the wait for the trial begins again, because it would be wasted now, or is shorter than was thought.
 */
export interface BreakerEvent {
  readonly type: "succeeded" | "failed" | "tried" | "abandoned" | "put-off" | "reset";
  readonly at: number;
}

export interface BreakerOptions {
  /** So many failures in a row open the circuit. */
  readonly failures: number;
  /** How long it stays open, in milliseconds. */
  readonly coolDownMs: number;
}

export const closed: BreakerState = { kind: "closed", failures: 0 };

/** Whether a call may pass now; in an open circuit whose time is over, as its one trial. */
export const lets = (state: BreakerState, now: number): boolean =>
  state.kind === "closed" || (state.kind === "open" && now >= state.until);

/** The whole life of a breaker. An event that means nothing in a state returns that same state. */
export function next(state: BreakerState, event: BreakerEvent, options: BreakerOptions): BreakerState {
  const open = (failures: number): BreakerState => ({ kind: "open", until: event.at + options.coolDownMs, failures });
  if (event.type === "reset") return state.kind === "closed" && state.failures === 0 ? state : closed;
  switch (state.kind) {
    case "closed":
      if (event.type === "succeeded") return state.failures === 0 ? state : closed;
      if (event.type !== "failed") return state;
      return state.failures + 1 >= options.failures
        ? open(state.failures + 1)
        : { kind: "closed", failures: state.failures + 1 };
    case "open":
      if (event.type === "put-off") return open(state.failures);
      // A call that was sent before the circuit opened says nothing new.
      return event.type === "tried" && event.at >= state.until
        ? { kind: "half-open", failures: state.failures }
        : state;
    case "half-open":
      if (event.type === "succeeded") return closed;
      if (event.type === "failed") return open(state.failures + 1);
      // The trial was taken back: the next caller may try at once.
      return event.type === "abandoned" ? { kind: "open", until: event.at, failures: state.failures } : state;
  }
}
