import { onAbort } from "../../kernel/abortSignals";
import type { ClientAnswers } from "../../questions/clientAnswers";
import type { CallLimiter } from "./callLimiter";

/**
 * The place of a call whose client answers later: while the client, which may be gone, is asked something, another call has the place. The
 * server gets the answer once the call has a place again.
 */
export class SharedPlace {
  /** How the client is asked. */
  readonly answers: ClientAnswers;
  private isHeld = true;
  private isOver = false;
  private questions = 0;
  private goOn: () => void = () => {};

  /** Takes over a place that was entered. */
  constructor(
    private readonly limiter: CallLimiter,
    client: ClientAnswers,
  ) {
    this.answers = {
      ...client,
      ask: async (question, signal) => {
        if (this.questions++ === 0) this.giveUp();
        try {
          return await client.ask(question, signal);
        } finally {
          if (--this.questions === 0 && !this.isOver) await this.back(signal);
        }
      },
    };
  }

  /** The call has ended. */
  leave(): void {
    this.isOver = true;
    this.giveUp();
  }

  private giveUp(): void {
    if (this.isHeld) this.limiter.leave();
    else this.limiter.stayAway(this.goOn);
    this.isHeld = false;
  }

  /** Settles when the call has a place, or when nobody waits for the answer any longer. */
  private back(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) resolve();
      const stopListening = onAbort(signal, resolve);
      this.goOn = () => {
        this.isHeld = true;
        stopListening();
        resolve();
      };
      this.limiter.comeBack(this.goOn);
    });
  }
}
