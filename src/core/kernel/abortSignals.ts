import { abortError } from "./hubError";

/** The signal of a caller that cannot cancel. There is one for all of them, so that a call without a signal does not have to create one. */
export const neverAborted: AbortSignal = new AbortController().signal;

/**
 * Runs `run` once when the signal aborts, unless the returned function is called first. It does not listen to `neverAborted`: many calls
 * share that signal, and every listener makes the next call slower.
 */
export function onAbort(signal: AbortSignal, run: () => void): () => void {
  if (signal === neverAborted) return nothing;
  signal.addEventListener("abort", run, { once: true });
  return () => signal.removeEventListener("abort", run);
}

const nothing = () => {};

/**
 * Waits for an operation that ignores signals, or that other callers wait for too. An abort ends this wait only; the operation goes on.
 * Rejects as the operation does, or with the `HubError` of the abort; `what` starts the sentence "… was cancelled.".
 */
export function orAborted<T>(operation: Promise<T>, signal: AbortSignal | undefined, what: string): Promise<T> {
  if (!signal) return operation;
  return new Promise((resolve, reject) => {
    const leave = () => reject(abortError(signal, what));
    if (signal.aborted) leave();
    const stopListening = onAbort(signal, leave);
    operation.then(resolve, reject).finally(stopListening);
  });
}
