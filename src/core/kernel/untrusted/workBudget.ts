import { message } from "../../../protocol/message";

/** The most that a piece of work may take: steps, and milliseconds for what no step counts. */
export interface WorkLimits {
  readonly steps: number;
  readonly ms: number;
}

/**
 * Ends work whose amount a server decides, such as the check of a schema whose references double at each level. It measures how long this
 * process is kept busy, so it does not use the hub's clock.
 */
export class WorkBudget {
  private left: number;
  private readonly until: number;

  constructor({ steps, ms }: WorkLimits) {
    this.left = steps;
    this.until = performance.now() + ms;
  }

  /** Counts steps of the work. @throws {Error} if it takes more than its limits */
  spend(steps = 1): void {
    this.left -= steps;
    if (this.left < 0 || performance.now() > this.until)
      throw new Error(message("work.tooMuch", "it would take too much work"));
  }
}
