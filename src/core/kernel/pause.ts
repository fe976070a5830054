import { onAbort } from "./abortSignals";
import type { Clock } from "./clock";
import { abortError } from "./hubError";

/** Waits `ms`. Rejects with the `HubError` of the abort as soon as the signal aborts; `what` was waiting, as in "… was cancelled.". */
export function pause(clock: Clock, ms: number, signal: AbortSignal, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(abortError(signal, what));
    const timer = clock.after(ms, () => {
      stopListening();
      resolve();
    });
    const stopListening = onAbort(signal, () => {
      timer.dispose();
      reject(abortError(signal, what));
    });
  });
}

/** Waits that the code that needs what comes after them can cut short. Unlike `pause`, they never reject. */
export class Pause {
  private readonly running = new Set<() => void>();

  constructor(private readonly clock: Clock) {}

  /** Settles after `ms`, when the signal aborts, or at `end`, whichever is first. */
  for(ms: number, signal: AbortSignal): Promise<void> {
    if (ms <= 0 || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        this.running.delete(done);
        timer.dispose();
        stopListening();
        resolve();
      };
      const timer = this.clock.after(ms, done);
      const stopListening = onAbort(signal, done);
      this.running.add(done);
    });
  }

  /** Ends every wait that is running. */
  end(): void {
    for (const done of [...this.running]) done();
  }
}
