import type { Clock } from "./clock";

/** A wait that can be cut short by whoever needs what comes after it. */
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
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = this.clock.after(ms, done);
      this.running.add(done);
      signal.addEventListener("abort", done, { once: true });
    });
  }

  /** Ends every wait that runs. */
  end(): void {
    for (const done of [...this.running]) done();
  }
}
