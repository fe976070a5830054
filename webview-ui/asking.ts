/** Asks again and again, as often as something is wanted: never twice at the same time, and with a pause in between. */
export class Asking {
  private isAsking = false;
  private isWanted = false;
  private isOver = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private askedAt = Number.NEGATIVE_INFINITY;

  /** `ask` does not reject. `pauseMs`: the least time between an answer and the next question. */
  constructor(
    private readonly ask: () => Promise<void>,
    private readonly pauseMs: number,
  ) {}

  want(): void {
    this.isWanted = true;
    this.next();
  }

  dispose(): void {
    this.isOver = true;
    clearTimeout(this.timer);
  }

  private next(): void {
    if (this.isOver || this.isAsking || !this.isWanted || this.timer !== undefined) return;
    const waitMs = this.askedAt + this.pauseMs - performance.now();
    if (waitMs > 0) {
      this.timer = setTimeout(() => {
        this.timer = undefined;
        this.next();
      }, waitMs);
      return;
    }
    this.isWanted = false;
    this.isAsking = true;
    void this.ask().finally(() => {
      this.isAsking = false;
      this.askedAt = performance.now();
      this.next();
    });
  }
}
