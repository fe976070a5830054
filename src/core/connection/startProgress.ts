import type { StartProgress, StartStep } from "../../protocol/connectionState";
import type { Clock } from "../kernel/clock";
import type { Disposable } from "../kernel/disposable";
import { safeLine } from "../kernel/redact";

/** How often it is told how an attempt to connect goes on, in milliseconds; the first time after one of these. */
export const progressEveryMs = 5000;

/** The longest that standard error keeps a program waited for, in milliseconds, however much it says. */
export const busyLimitMs = 300_000;

/** How long a program that fetches what it runs may take the first time, in milliseconds. */
export const launcherLimitMs = 120_000;

/** What a program says that waits for something that does not come, or that failed: it is not at work. */
const troubled =
  /\b(?:errors?|failed|failure|refused|retry(?:ing)?|reconnect\w*|unable|cannot|can't|timed? ?out|E[A-Z]{5,}|denied)\b/i;

/** Whether a line of standard error shows that a program is at work, so that it is worth waiting for. */
export const showsWork = (line: string): boolean => !troubled.test(line);

/** One attempt to connect, as it is told to people: what it waits for, the time left, and what the program said last. */
export class AttemptProgress implements Disposable {
  private step: StartStep = "program";
  private lastSaid: string | undefined;
  private endsAt: number;
  private readonly latestEnd: number;
  private timer: Disposable | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly idleMs: number,
    totalMs: number,
    private readonly publish: (progress: StartProgress) => void,
  ) {
    this.endsAt = clock.now() + idleMs;
    this.latestEnd = clock.now() + totalMs;
    this.wait();
  }

  /** The last line of the program's standard error. */
  get said(): string | undefined {
    return this.lastSaid;
  }

  get waitsFor(): StartStep {
    return this.step;
  }

  at(step: StartStep): void {
    this.step = step;
  }

  heard(line: string): void {
    this.lastSaid = safeLine(line, 200) || this.lastSaid;
  }

  /** The attempt has as long again as at its beginning. */
  extended(): void {
    this.endsAt = Math.min(this.clock.now() + this.idleMs, this.latestEnd);
  }

  dispose(): void {
    this.timer?.dispose();
  }

  private wait(): void {
    this.timer = this.clock.after(progressEveryMs, () => {
      const leftMs = Math.max(0, this.endsAt - this.clock.now());
      this.publish({ step: this.step, leftMs, ...(this.lastSaid !== undefined && { said: this.lastSaid }) });
      this.wait();
    });
  }
}
