import { abortError } from "./hubError";
import { onAbort } from "./onAbort";

/** The promise's outcome, or a rejection as soon as the signal aborts, for what does not look at a signal itself. `what` is being waited for. */
export const orAborted = <T>(promise: Promise<T>, signal: AbortSignal, what: string): Promise<T> =>
  new Promise((resolve, reject) => {
    const leave = () => reject(abortError(signal, what));
    if (signal.aborted) leave();
    const stopListening = onAbort(signal, leave);
    promise.then(resolve, reject).finally(stopListening);
  });
