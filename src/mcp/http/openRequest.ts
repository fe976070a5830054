import type { Clock } from "../../core/clock";
import type { Exchange, HttpClient, HttpRequest, HttpResponse } from "./httpClient";
import { withinOrigin } from "./sameOrigin";

/** One request from its start to the end of its answer, however many exchanges that takes. */
export class OpenRequest {
  /** Its number among those of its transport. */
  place = 0;
  private exchange: Exchange | undefined;
  private waiting: (() => void) | undefined;
  private given = false;

  /** `signal`: who sent it may give it up. */
  constructor(private readonly signal: AbortSignal | undefined) {
    signal?.addEventListener("abort", this.abort);
    if (signal?.aborted) this.given = true;
  }

  /** Whether it was given up: then what fails is no news. */
  get aborted(): boolean {
    return this.given;
  }

  readonly abort = (): void => {
    this.given = true;
    this.exchange?.abort();
    this.waiting?.();
  };

  /** Hears no more of the answer that is coming; the request goes on. */
  readonly cut = (): void => this.exchange?.abort();

  ask(client: HttpClient, request: HttpRequest): Promise<HttpResponse> {
    return withinOrigin(client, request, (exchange) => {
      this.exchange = exchange;
      if (this.given) exchange.abort();
    });
  }

  /** Settles after `ms`, or as soon as the request is given up. */
  async pause(clock: Clock, ms: number): Promise<void> {
    if (this.given) return;
    await new Promise<void>((resolve) => {
      const timer = clock.after(ms, resolve);
      this.waiting = () => {
        timer.dispose();
        resolve();
      };
    });
    this.waiting = undefined;
  }

  dispose(): void {
    this.signal?.removeEventListener("abort", this.abort);
  }
}
