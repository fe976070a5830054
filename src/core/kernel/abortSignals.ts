import { abortError } from "./hubError";

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

/**
 * The outcome of work that does not look at a signal itself, or that others wait for too: an abort ends this wait, and the work goes on,
 * heard by nobody here. Rejects as the work does, or with the `HubError` of the abort; `what` was being waited for, as the beginning of
 * "… was cancelled.".
 */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined, what: string): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const leave = () => reject(abortError(signal, what));
    if (signal.aborted) leave();
    const stopListening = onAbort(signal, leave);
    work.then(resolve, reject).finally(stopListening);
  });
}
