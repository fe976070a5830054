import type { ConnectionState } from "../../../protocol/connectionState";
import type { HubErrorCode } from "../../../protocol/hubErrorCode";

/** What a change of state says of the connection. */
export type ConnectionFact =
  | { readonly kind: "attempt" | "success" }
  | { readonly kind: "failure"; readonly code: HubErrorCode }
  /** It is back; `ms` since it was lost. */
  | { readonly kind: "recovery"; readonly ms: number };

/**
 * Follows the state of one server. `upMs` and `downMs` add up: down is the time in which the hub tries to reach the server, or has given it
 * up. A server that is stopped, lazy, or waits for a person (sign-in, consent) is neither.
 */
export class ConnectionWatch {
  upMs = 0;
  downMs = 0;
  private state: ConnectionState | undefined;
  private since = 0;
  private lostAt: number | undefined;
  /** Whether it was connected since somebody stopped it: a first start is not a recovery. */
  private wasUp = false;

  /** Longer gaps than `longestGapMs` between two looks count as that: the machine slept. */
  constructor(private readonly longestGapMs = Number.POSITIVE_INFINITY) {}

  /** Whether the server is connected. */
  get isUp(): boolean {
    return this.state?.kind === "ready";
  }

  /** Since when it is down, in milliseconds since the epoch; `undefined` where it is not. */
  get downSince(): number | undefined {
    return this.lostAt;
  }

  /** Takes the new state and says what it means. `at` is milliseconds since the epoch. */
  change(state: ConnectionState, at: number): readonly ConnectionFact[] {
    const before = this.state;
    this.settle(at);
    this.state = state;
    const facts = factsOf(before, state);
    if (state.kind === "ready") {
      if (before?.kind !== "ready" && this.lostAt !== undefined && this.wasUp)
        facts.push({ kind: "recovery", ms: Math.max(0, at - this.lostAt) });
      this.lostAt = undefined;
      this.wasUp = true;
    } else if (isDown(state)) this.lostAt ??= at;
    else {
      this.lostAt = undefined;
      this.wasUp = false;
    }
    return facts;
  }

  /** Counts the time until `at`. */
  settle(at: number): void {
    const ms = Math.min(this.longestGapMs, Math.max(0, at - this.since));
    this.since = at;
    if (!this.state) return;
    if (this.state.kind === "ready") this.upMs += ms;
    else if (isDown(this.state)) this.downMs += ms;
  }
}

const isDown = ({ kind }: ConnectionState): boolean => kind === "starting" || kind === "waiting" || kind === "failed";

/** A sign-in or a consent that is missing waits for a person, and is not a failure of the connection. */
function factsOf(before: ConnectionState | undefined, after: ConnectionState): ConnectionFact[] {
  const isOn = before?.kind === "starting";
  switch (after.kind) {
    case "starting":
      return isOn && before.attempt === after.attempt ? [] : [{ kind: "attempt" }];
    case "ready":
      if (before?.kind === "ready") return [];
      // A server that is away is reached again without the state in between.
      return isOn ? [{ kind: "success" }] : [{ kind: "attempt" }, { kind: "success" }];
    case "waiting":
      return isOn ? [{ kind: "failure", code: after.error.code }] : [];
    case "failed":
      if (isOn) return [{ kind: "failure", code: after.error.code }];
      // While it is away, each attempt that fails moves the time of the next one.
      return before?.kind === "failed" && after.until !== undefined && before.until !== after.until
        ? [{ kind: "attempt" }, { kind: "failure", code: after.error.code }]
        : [];
    default:
      return [];
  }
}
