/** How long to run without yielding to the event loop, in milliseconds. */
const sliceMs = 4;

/**
 * Splits a long computation into time slices: it awaits `yieldIfDue` after each piece. This is about sharing the process and not about
 * when things happen, so it does not use the hub's clock.
 */
export class TimeSlices {
  private until = performance.now() + sliceMs;

  /** Yields to the event loop if the time slice is used up. */
  async yieldIfDue(): Promise<void> {
    if (performance.now() < this.until) return;
    await yieldToLoop();
    this.until = performance.now() + sliceMs;
  }
}

/** Settles when the event loop has run everything else that was waiting. */
export const yieldToLoop = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Yields the items one by one, for a loop that takes long, and lets the event loop run between them when a time slice is used up. */
export async function* inSlices<T>(items: Iterable<T>): AsyncGenerator<T, void, undefined> {
  const slices = new TimeSlices();
  for (const item of items) {
    await slices.yieldIfDue();
    yield item;
  }
}
