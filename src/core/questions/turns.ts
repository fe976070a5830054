import { orAborted } from "../kernel/abortSignals";
import { abortError, HubError } from "../kernel/hubError";

/** More questions than this do not wait: a person is not to be buried in them. */
const maxWaiting = 20;

/** One question at a time: whoever answers has one pair of eyes. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  /**
   * Runs `ask` when all before it have ended; rejects at once when too many wait. The signal ends a turn, even where `ask` goes on: a
   * dialog that cannot be closed holds nobody up.
   */
  take<T>(what: string, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    if (this.waiting >= maxWaiting)
      return Promise.reject(new HubError("queue-full", `${what} was declined: too many questions wait already.`));
    this.waiting++;
    const run = async () => {
      try {
        if (signal.aborted) throw abortError(signal, what);
        return await orAborted(ask(), signal, what);
      } finally {
        this.waiting--;
      }
    };
    const turn = this.last.then(run, run);
    this.last = turn;
    return turn;
  }
}
