/** How long to go on without letting others have their turn, in milliseconds. */
const turnMs = 4;

/**
 * The same items, one after the other, for work that takes long over many: between two of them others have their turn when it is time.
 * It is about the process that is shared, not about when things happen, so it needs no clock of the hub's.
 */
export async function* inTurns<T>(items: Iterable<T>): AsyncGenerator<T, void, undefined> {
  let until = performance.now() + turnMs;
  for (const item of items) {
    if (performance.now() >= until) {
      await new Promise<void>((resolve) => void setTimeout(resolve));
      until = performance.now() + turnMs;
    }
    yield item;
  }
}
