import type { RequestOptions } from "../../core/connection/link";
import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import { Slots } from "../../core/kernel/slots";
import type { ClientAnswers } from "../../core/questions/clientAnswers";
import { UncertainCause } from "./uncertainCause";

/** How often a request that waits for an answer from here is reported to be alive, in milliseconds: less than the shortest limit there is. */
const aliveMs = 500;

/** A request on its way to the server. */
type Waiting = Pick<RequestOptions, "onAlive" | "answers">;

/**
 * The requests to one server, and what it asks meanwhile. While a server waits for an answer from here it does not hang: the limits of the
 * requests to it start over. And when nobody waits for the request that made it ask, nobody waits for the answer.
 */
export class KeepAlive {
  private readonly waiting = new Slots<Waiting>(0);
  private readonly questions = new Set<UncertainCause>();
  private answering = 0;
  private timer: Disposable | undefined;

  constructor(private readonly clock: Clock) {}

  /** A request begins that may have to wait for an answer from here, or from the client that made it. Returns the slot for `leave`. */
  enter({ onAlive, answers }: Waiting): number | undefined {
    return onAlive || answers ? this.waiting.add({ onAlive, answers }) : undefined;
  }

  /**
   * The client whose request made the server ask: the one that all waiting requests come from. Over a lasting connection nothing else
   * says it, and a question must not reach another client. Of its requests the latest that it waits for is the likeliest.
   */
  get onlyAnswers(): ClientAnswers | undefined {
    const numbers = [...this.waiting.numbers()].sort((a, b) => b - a);
    const [latest, ...rest] = numbers.map((slot) => this.waiting.get(slot)?.answers);
    if (!rest.every((answers) => answers?.key === latest?.key)) return undefined;
    return [latest, ...rest].find((answers) => answers?.isAwaited?.() !== false) ?? latest;
  }

  /** The request has ended; `givenUp`: without an answer of the server, because its caller waits no more. */
  leave(slot: number | undefined, givenUp = false): void {
    if (slot === undefined) return;
    this.waiting.take(slot);
    for (const question of this.questions) question.ended(slot, givenUp);
  }

  /**
   * Answers a question of the server. The signal that `answer` gets aborts when the server takes the question back (`signal`), and when
   * the request that made it ask is given up: the one of `cause` where that is known, or else the last of those that wait now.
   */
  async whileAwaited<T>(
    signal: AbortSignal,
    cause: AbortSignal | undefined,
    answer: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (cause) return this.during(() => answer(AbortSignal.any([signal, cause])));
    const uncertain = new UncertainCause(this.waiting.numbers());
    this.questions.add(uncertain);
    try {
      return await this.during(() => answer(AbortSignal.any([signal, uncertain.signal])));
    } finally {
      this.questions.delete(uncertain);
    }
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
