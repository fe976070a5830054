import { message } from "../../../protocol/message";

/** The most that a piece of work may take: steps, and milliseconds for what no step counts. */
export interface WorkLimits {
  readonly steps: number;
  readonly ms: number;
}

/**
 * Ends work whose amount a server decides, such as the check of a schema whose references double at each level. It measures how long this
 * process is kept busy, so it does not use the hub's clock.
 *
 * The time between two steps counts as half of the limit at most: on a busy machine the system stops the process for longer than that, and
 * what is within its steps must not end because of it.
 */
export class WorkBudget {
  private left: number;
  private msLeft: number;
  private readonly longestMs: number;
  private last: number;

  /** @param now Milliseconds that only grow. */
  constructor(
    { steps, ms }: WorkLimits,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.left = steps;
    this.msLeft = ms;
    this.longestMs = ms / 2;
    this.last = now();
  }

  /** Counts steps of the work. @throws {Error} if it takes more than its limits */
  spend(steps = 1): void {
    const now = this.now();
    this.left -= steps;
    this.msLeft -= Math.min(now - this.last, this.longestMs);
    this.last = now;
    if (this.left < 0 || this.msLeft < 0) throw new Error(message("work.tooMuch", "it would take too much work"));
  }
}
