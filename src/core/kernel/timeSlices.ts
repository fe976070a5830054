/** How long to go on without letting others have their turn, in milliseconds. */
const turnMs = 4;

/**
 * Long work on a piece at a time: `turn` is awaited after each, and lets others have theirs when it is time. It is about the process that
 * is shared, not about when things happen, so it needs no clock of the hub's.
 */
export class TimeSlices {
  private until = performance.now() + turnMs;

  async turn(): Promise<void> {
    if (performance.now() < this.until) return;
    await yieldToLoop();
    this.until = performance.now() + turnMs;
  }
}

/** Settles when others have had their turn. */
export const yieldToLoop = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** The same items, one after the other, for work that takes long over many: between two of them others have their turn when it is time. */
export async function* inSlices<T>(items: Iterable<T>): AsyncGenerator<T, void, undefined> {
  const turns = new TimeSlices();
  for (const item of items) {
    await turns.turn();
    yield item;
  }
}
