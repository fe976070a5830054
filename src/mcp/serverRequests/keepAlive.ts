import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import { Slots } from "../../core/kernel/slots";

/** How often a request that waits for our own answer is said to be alive: less than the shortest limit there is. */
const beatMs = 500;

/** A server that waits for an answer from here does not hang: meanwhile the limits of its requests start anew. */
export class KeepAlive {
  private readonly waiting = new Slots<() => void>(0);
  private asking = 0;
  private timer: Disposable | undefined;

  constructor(private readonly clock: Clock) {}

  /** A request begins that may have to wait for an answer from here; `leave` takes the number that it gives. */
  enter(onAlive: (() => void) | undefined): number | undefined {
    return onAlive && this.waiting.add(onAlive);
  }

  /** The request has ended. */
  leave(place: number | undefined): void {
    if (place !== undefined) this.waiting.take(place);
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
    for (const place of this.waiting.numbers()) this.waiting.get(place)?.();
  }
}
