import { abortError } from "./hubError";
import { onAbort } from "./onAbort";

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
