import { abortError } from "./hubError";
import { onAbort } from "./onAbort";

/** The outcome of work, or a rejection as soon as the signal aborts: what the work comes to afterwards is heard by nobody. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(abortError(signal, what));
    if (signal.aborted) abort();
    const stopListening = onAbort(signal, abort);
    work.then(resolve, reject).finally(stopListening);
  });
}
