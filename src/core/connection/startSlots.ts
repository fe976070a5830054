import { onAbort } from "../kernel/abortSignals";
import type { Clock } from "../kernel/clock";

/** How long a start keeps its place, in milliseconds: a program that only waits for something takes no processor from the others. */
export const placeMs = 10_000;

/** Bounds how many programs start at once: a hundred at a time would all be too slow, and fail together. First come, first served. */
export class StartSlots {
  private taken = 0;
  /** What admits each of those that wait, the first in front. */
  private readonly queue = new Set<() => void>();

  constructor(
    private readonly clock: Clock,
    private readonly limit: () => number,
  ) {}

  /** Whether a program that starts now has to wait. */
  get isFull(): boolean {
    return this.taken >= this.limit();
  }

  /** Settles when it is the caller's turn, or at the abort of the signal, with what gives the place back. */
  async enter(signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) return () => {};
    if (!this.isFull) this.taken++;
    else if (!(await this.turn(signal))) return () => {};
    let holds = true;
    const leave = () => {
      if (!holds) return;
      holds = false;
      timer.dispose();
      this.taken--;
      this.admit();
    };
    const timer = this.clock.after(placeMs, leave, true);
    return leave;
  }

  /** Whether the place was taken; not where the signal aborts first. */
  private turn(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (admitted: boolean) => {
        this.queue.delete(admit);
        stopListening();
        if (admitted) this.taken++;
        resolve(admitted);
      };
      const admit = () => settle(true);
      const stopListening = onAbort(signal, () => settle(false));
      this.queue.add(admit);
    });
  }

  private admit(): void {
    for (const next of [...this.queue].slice(0, Math.max(0, this.limit() - this.taken))) next();
  }
}
