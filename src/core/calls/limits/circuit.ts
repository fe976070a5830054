import { type BreakerEvent, type BreakerOptions, type BreakerState, closed, lets, next } from "./breaker";

/** What a call remembers of a circuit that it passed, so that its end counts only where it still means something. */
export interface Pass {
  readonly phase: number;
  readonly incidents: number;
}

/** The pass of a call that found no circuit: none had failed yet. */
export const firstPass: Pass = { phase: 0, incidents: 0 };

/** A breaker with its memory of who passed it when. */
export class Circuit {
  private current: BreakerState = closed;
  /** Counts the changes between closed, open and half-open: a call of an earlier phase says nothing of this one. */
  private phase = 0;
  /** Counts the failures that were counted. */
  private incidents = 0;

  constructor(private readonly onChange: (state: BreakerState) => void) {}

  get state(): BreakerState {
    return this.current;
  }

  lets(now: number): boolean {
    return lets(this.current, now);
  }

  /** Lets a call through that `lets` allows; through an open circuit it is the one trial. */
  pass(now: number, options: BreakerOptions): Pass {
    if (this.current.kind === "open") this.apply({ type: "tried", at: now }, options);
    return { phase: this.phase, incidents: this.incidents };
  }

  /** How a call that passed has ended. `shared`: its failure took others with it, which are one incident and not many. */
  end(pass: Pass, event: BreakerEvent, options: BreakerOptions, shared = false): void {
    if (pass.phase !== this.phase) return;
    if (event.type === "failed") {
      if (shared && pass.incidents !== this.incidents) return;
      this.incidents++;
    }
    this.apply(event, options);
  }

  reset(now: number): void {
    this.apply({ type: "reset", at: now }, { failures: Number.POSITIVE_INFINITY, coolDownMs: 0 });
  }

  private apply(event: BreakerEvent, options: BreakerOptions): void {
    const before = this.current;
    this.current = next(before, event, options);
    if (this.current.kind === before.kind) return;
    this.phase++;
    this.onChange(this.current);
  }
}
