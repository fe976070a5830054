import type { Clock } from "../../src/core/kernel/clock";

/** A clock that stands still until it is told to move. */
export class FakeClock implements Clock {
  private readonly timers = new Set<{ at: number; readonly run: () => void; readonly background: boolean }>();

  /** It starts above 0, so that a time is not taken for a span; tests that write times out as spans start it at 0. */
  constructor(private time = 1_000_000) {}

  now(): number {
    return this.time;
  }

  after(ms: number, run: () => void, background = false) {
    const timer = { at: this.time + ms, run, background };
    this.timers.add(timer);
    return { dispose: () => void this.timers.delete(timer) };
  }

  /** Moves on by `ms`; what falls due runs in order. */
  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const due = [...this.timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.timers.delete(due);
      this.time = due.at;
      due.run();
    }
    this.time = end;
  }

  /** The machine slept: time has passed, and what fell due meanwhile runs late. */
  sleep(ms: number): void {
    const slept = this.time + ms;
    for (const timer of [...this.timers].filter(({ at }) => at <= slept).sort((a, b) => a.at - b.at)) {
      if (!this.timers.delete(timer)) continue;
      this.time = slept;
      timer.run();
    }
    this.time = slept;
  }

  /** Timers that still wait: a leak where a test is over. */
  get waiting(): number {
    return this.timers.size - this.background;
  }

  /** Timers that hold nothing open. */
  get background(): number {
    return [...this.timers].filter(({ background }) => background).length;
  }

  /** Somebody sets the clock back: timers do not go by it. */
  setBack(ms: number): void {
    this.time -= ms;
    for (const timer of this.timers) timer.at -= ms;
  }
}
