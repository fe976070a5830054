import type { Clock } from "../clock";
import type { Disposable } from "../disposable";

/** Runs once when nothing has been in flight for a while. Owned by the line that it watches. */
export class IdleTimer implements Disposable {
  private timer: Disposable | undefined;
  private disposed = false;

  constructor(
    private readonly clock: Clock,
    /** 0: never. */
    private readonly idleMs: () => number,
    private readonly onIdle: () => void,
  ) {}

  /** To be told whenever a call begins or ends, and once at the beginning. */
  update(inFlight: number): void {
    this.timer?.dispose();
    this.timer = undefined;
    const ms = this.idleMs();
    if (inFlight === 0 && ms > 0 && !this.disposed) this.timer = this.clock.after(ms, this.onIdle);
  }

  dispose(): void {
    this.disposed = true;
    this.timer?.dispose();
  }
}
