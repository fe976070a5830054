/** How long one server may occupy the event loop, in milliseconds. */
const budgetMs = 0.25;
/** Reading the clock costs about as much as a small message. */
const linesPerCheck = 8;

/** The time that a server's messages may take before those of others are read: a server that sends a lot slows only itself. */
export class ReadBudget {
  private startedAt = 0;
  private lines = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  start(): void {
    this.startedAt = this.now();
    this.lines = 0;
  }

  /** Checked after each line. */
  readonly hasTimeLeft = (): boolean => {
    if (++this.lines % linesPerCheck !== 0) return true;
    return this.now() - this.startedAt < budgetMs;
  };
}
