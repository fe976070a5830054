import type { Clock } from "../../core/clock";
import type { Disposable } from "../../core/disposable";

/** How often a request that waits for our own answer is said to be alive: less than the shortest limit there is. */
const beatMs = 500;

/** A server that waits for an answer from here does not hang: meanwhile the limits of its requests start anew. */
export class Patience {
  private readonly waiting = new Set<() => void>();
  private asking = 0;
  private timer: Disposable | undefined;

  constructor(private readonly clock: Clock) {}

  /** Runs a request that may have to wait for an answer from here. */
  async through<T>(onAlive: (() => void) | undefined, request: () => Promise<T>): Promise<T> {
    if (!onAlive) return request();
    const alive = () => onAlive();
    this.waiting.add(alive);
    try {
      return await request();
    } finally {
      this.waiting.delete(alive);
    }
  }

  /** Runs the answering of a question. */
  async during<T>(answer: () => Promise<T>): Promise<T> {
    if (this.asking++ === 0) this.beat();
    try {
      return await answer();
    } finally {
      if (--this.asking === 0) this.timer?.dispose();
      this.tell();
    }
  }

  private beat(): void {
    this.tell();
    this.timer = this.clock.after(beatMs, () => this.beat());
  }

  private tell(): void {
    for (const alive of this.waiting) alive();
  }
}
