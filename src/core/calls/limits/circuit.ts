import { type BreakerEvent, type BreakerOptions, type BreakerState, closed, lets, next } from "./breaker";
import { RecentCalls } from "./recentCalls";

/** What a call remembers of a circuit that it passed, so that its end counts only where it still means something. */
export interface Pass {
  readonly phase: number;
  readonly incidents: number;
}

/** The pass of a call that found no circuit: none had failed yet. */
export const firstPass: Pass = { phase: 0, incidents: 0 };

/** The first trial of an outage comes after this long, in milliseconds. */
export const firstTrialMs = 500;

/** A breaker with its memory of who passed it when. */
export class Circuit {
  private current: BreakerState = closed;
  /** Counts the changes between closed, open and half-open: a call of an earlier phase says nothing of this one. */
  private phase = 0;
  /** Counts the failures that were counted. */
  private incidents = 0;
  /** When it opened; kept while trials fail. */
  private openedAt = 0;
  private failingSince = 0;
  private readonly recent = new RecentCalls();

  constructor(private readonly onChange: (state: BreakerState) => void) {}

  get state(): BreakerState {
    return this.current;
  }

  /** When the first of the failures in a row came. */
  get since(): number {
    return this.failingSince;
  }

  lets(now: number): boolean {
    return lets(this.current, now);
  }

  /** Whether a call that `lets` allows is a trial that comes before the whole cool-down is over. */
  isEarlyTrial(now: number, { coolDownMs }: BreakerOptions): boolean {
    return this.current.kind === "open" && this.lets(now) && now - this.openedAt < coolDownMs;
  }

  /** Lets a call through that `lets` allows; through an open circuit it is the one trial. */
  pass(now: number, options: BreakerOptions): Pass {
    if (this.current.kind === "open") this.apply({ type: "tried", at: now }, options);
    return { phase: this.phase, incidents: this.incidents };
  }

  /**
   * How a call of `tool` that passed has ended. `shared`: its failure took others with it, which are one incident and not many. `isOutage`: the
   * server was away, so that the next trial comes earlier than after the whole cool-down.
   */
  end(pass: Pass, event: BreakerEvent, options: BreakerOptions, tool: string, shared = false, isOutage = false): void {
    if (pass.phase !== this.phase) return;
    if (event.type === "failed") {
      if (shared && pass.incidents !== this.incidents) return;
      this.incidents++;
      if (this.current.kind === "closed" && this.current.failures === 0) this.failingSince = event.at;
    }
    const isOpening = event.type === "failed" && this.current.kind === "closed";
    this.apply(
      this.counted(event, options, tool),
      isOutage && event.type === "failed" ? this.early(event.at, options, isOpening) : options,
    );
    if (isOpening && this.current.kind === "open") this.openedAt = event.at;
  }

  /** The server is away: the next trial comes early, as in every outage. */
  putOff(now: number, options: BreakerOptions): void {
    const before = this.current;
    this.apply({ type: "put-off", at: now }, this.early(now, options, false));
    if (this.current !== before && this.current.kind === "open") this.onChange(this.current);
  }

  reset(now: number): void {
    this.apply({ type: "reset", at: now }, { failures: Number.POSITIVE_INFINITY, coolDownMs: 0 });
  }

  /**
   * An outage ends without a sign, so trials come half a second after the circuit opened, then after 1, 2, 4 … seconds, and at last after
   * each cool-down: calls are refused for no longer than the outage took.
   */
  private early(now: number, options: BreakerOptions, isOpening: boolean): BreakerOptions {
    const open = isOpening ? 0 : now - this.openedAt;
    return { ...options, coolDownMs: Math.min(options.coolDownMs, Math.max(firstTrialMs, open)) };
  }

  /** Counts how a call ended; a failure comes back with what share of the calls of the last while failed. */
  private counted(event: BreakerEvent, { windowMs }: BreakerOptions, tool: string): BreakerEvent {
    const failed = event.type === "failed";
    if (windowMs === undefined || this.current.kind !== "closed" || !(failed || event.type === "succeeded"))
      return event;
    this.recent.note(event.at, failed, tool, windowMs);
    return failed ? { ...event, recent: this.recent.share(event.at, windowMs) } : event;
  }

  private apply(event: BreakerEvent, options: BreakerOptions): void {
    const before = this.current;
    this.current = next(before, event, options);
    if (this.current.kind === before.kind) return;
    this.phase++;
    if (this.current.kind === "closed") this.recent.clear(); // what opened it says nothing of what comes now
    this.onChange(this.current);
  }
}
