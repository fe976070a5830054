import { abortError, HubError } from "../hubError";

/** More questions than this do not wait: a person is not to be buried in them. */
const maxWaiting = 20;

/** One question at a time: whoever answers has one pair of eyes. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  /** Runs `ask` when all before it have settled; rejects at once when too many wait, or when the signal aborts. */
  take<T>(what: string, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    if (this.waiting >= maxWaiting)
      return Promise.reject(new HubError("queue-full", `${what} was declined: too many questions wait already.`));
    this.waiting++;
    const run = async () => {
      try {
        if (signal.aborted) throw abortError(signal, what);
        return await ask();
      } finally {
        this.waiting--;
      }
    };
    const turn = this.last.then(run, run);
    this.last = turn;
    return turn;
  }
}
