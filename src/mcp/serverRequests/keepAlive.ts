import type { RequestOptions } from "../../core/connection/link";
import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import { Slots } from "../../core/kernel/slots";
import type { ClientAnswers } from "../../core/questions/clientAnswers";

/** How often a request that waits for an answer from here is reported to be alive, in milliseconds: less than the shortest limit there is. */
const aliveMs = 500;

/** A request on its way to the server. */
type Waiting = Pick<RequestOptions, "onAlive" | "answers">;

/** A server that waits for an answer from here does not hang: meanwhile the limits of the requests to it start over. */
export class KeepAlive {
  private readonly waiting = new Slots<Waiting>(0);
  private answering = 0;
  private timer: Disposable | undefined;

  constructor(private readonly clock: Clock) {}

  /** A request begins that may have to wait for an answer from here, or from the client that made it. Returns the slot for `leave`. */
  enter({ onAlive, answers }: Waiting): number | undefined {
    return onAlive || answers ? this.waiting.add({ onAlive, answers }) : undefined;
  }

  /**
   * The client whose request made the server ask: the one that all waiting requests come from. Over a lasting connection nothing else
   * says it, and a question must not reach another client.
   */
  get onlyAnswers(): ClientAnswers | undefined {
    const [first, ...rest] = this.waiting.numbers().map((slot) => this.waiting.get(slot)?.answers);
    return rest.every((answers) => answers?.key === first?.key) ? first : undefined;
  }

  /** The request has ended. */
  leave(slot: number | undefined): void {
    if (slot !== undefined) this.waiting.take(slot);
  }

  /** Keeps the requests alive while a question is answered. */
  async during<T>(answer: () => Promise<T>): Promise<T> {
    if (this.answering++ === 0) this.repeat();
    try {
      return await answer();
    } finally {
      if (--this.answering === 0) this.timer?.dispose();
      this.reportAlive();
    }
  }

  private repeat(): void {
    this.reportAlive();
    this.timer = this.clock.after(aliveMs, () => this.repeat());
  }

  private reportAlive(): void {
    for (const slot of this.waiting.numbers()) this.waiting.get(slot)?.onAlive?.();
  }
}
