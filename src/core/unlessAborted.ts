import { abortError } from "./hubError";
import { onAbort } from "./onAbort";

/**
 * Waits for work that others wait for too: an abort ends this wait, and the work goes on. Rejects as the work does, or with the
 * `HubError` of the abort; `what` was being waited for, as the beginning of "… was cancelled.".
 */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined, what: string): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(abortError(signal, what));
    const stopListening = onAbort(signal, giveUp);
    if (signal.aborted) giveUp();
    work.then(resolve, reject).finally(stopListening);
  });
}
