import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";
import type { Slots } from "../../core/kernel/slots";
import { bodyText } from "./client/bodyText";
import type { HttpResponse } from "./client/httpClient";
import type { OpenRequest } from "./openRequest";

/** How long a server may take to end a response that has said everything, in milliseconds: then its connection is used again. */
const graceMs = 250;

/** How much of a body that nobody needs is read, in bytes. */
const drainLimit = 64 * 1024;

/**
 * Stops reading the responses that a server leaves open after their answer (it SHOULD close them): each of them keeps a connection. One
 * timer serves all, so that a response which ends by itself costs nothing.
 */
export class AnsweredRequests implements Disposable {
  private timer: Disposable | undefined;
  /** Counts the rounds of the timer. */
  private round = 0;

  constructor(
    private readonly open: Slots<OpenRequest>,
    private readonly clock: Clock,
  ) {}

  /** The answer to this request has come. */
  note(request: OpenRequest): void {
    request.answeredIn = this.round;
    this.timer ??= this.clock.after(graceMs, () => this.sweep(), true);
  }

  dispose(): void {
    this.timer?.dispose();
  }

  private sweep(): void {
    this.timer = undefined;
    this.round++;
    let isLeft = false;
    for (const slot of this.open.numbers()) {
      const request = this.open.get(slot);
      if (request?.answeredIn === undefined) continue;
      // What was answered in the last moment gets another one.
      if (request.answeredIn < this.round - 1) request.stopReading();
      else isLeft = true;
    }
    if (isLeft) this.timer = this.clock.after(graceMs, () => this.sweep(), true);
  }
}

/** The body of a response that need not have one, as far as it comes within a moment. Never rejects. */
export async function drained(response: HttpResponse, request: OpenRequest, clock: Clock): Promise<string> {
  const timer = clock.after(graceMs, request.stopReading, true);
  try {
    return await bodyText(response, drainLimit, request.stopReading);
  } catch {
    return ""; // it was left open, or broke: the head has said everything
  } finally {
    timer.dispose();
  }
}
