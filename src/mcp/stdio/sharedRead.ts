/**
 * Reads one at a time. Whoever asks while a reading is under way gets the next one, together with all who ask until it begins: an
 * answer is never older than its question.
 */
export function sharedRead<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> | undefined;
  let next: Promise<T> | undefined;
  const begin = async () => {
    await running;
    next = undefined;
    const begun = read();
    running = Promise.allSettled([begun]);
    return begun;
  };
  return () => {
    next ??= begin();
    return next;
  };
}
