/** The signal of a caller that cannot give up: one for all, so that a call without a signal costs none. */
export const neverAborted: AbortSignal = new AbortController().signal;

/**
 * Runs once when the signal aborts, unless the function that it returns is called before. Nothing is kept for a signal that never
 * aborts: many calls share it, and each that listens makes the next one slower.
 */
export function onAbort(signal: AbortSignal, run: () => void): () => void {
  if (signal === neverAborted) return nothing;
  signal.addEventListener("abort", run, { once: true });
  return () => signal.removeEventListener("abort", run);
}

const nothing = () => {};
