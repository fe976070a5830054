import { onAbort } from "../kernel/abortSignals";
import type { Clock } from "../kernel/clock";
import { abortError } from "../kernel/hubError";
import { nameOf } from "./budget";
import type { ToolCall } from "./toolCall";

/** Waits, and rejects with `cancelled` as soon as the caller gives up. */
export function pause(clock: Clock, ms: number, call: ToolCall): Promise<void> {
  const { signal } = call;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(abortError(signal, nameOf(call)));
    const cancel = () => {
      timer.dispose();
      reject(abortError(signal, nameOf(call)));
    };
    const timer = clock.after(ms, () => {
      stopListening();
      resolve();
    });
    const stopListening = onAbort(signal, cancel);
  });
}
