/**
 * The requests of which one may have made a server ask: over a lasting connection nothing says which it was. One that is answered while
 * the question is open has not waited for it. So where the others are given up, the question is nobody's.
 */
export class UncertainCause {
  private readonly requests: Set<number>;
  private readonly end = new AbortController();
  private wasGivenUp = false;

  /** `requests`: those that wait when the question comes. Where there are none, no request has caused it. */
  constructor(requests: Iterable<number>) {
    this.requests = new Set(requests);
  }

  /** Aborts when nobody waits for the answer. */
  get signal(): AbortSignal {
    return this.end.signal;
  }

  /** A request has ended: its server answered it, or it was given up. */
  ended(request: number, givenUp: boolean): void {
    if (!this.requests.delete(request)) return;
    this.wasGivenUp ||= givenUp;
    if (this.requests.size === 0 && this.wasGivenUp) this.end.abort();
  }
}
