/** How long to go on without letting others have their turn, in milliseconds. */
const turnMs = 8;

/** Long work on a piece at a time: `turn` is awaited after each, and lets others have theirs when it is time. */
export class Turns {
  private until = performance.now() + turnMs;

  async turn(): Promise<void> {
    if (performance.now() < this.until) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.until = performance.now() + turnMs;
  }
}
