const soonMs = 50;
const firstMs = 1000;
const longestMs = 60_000;

/** How a stream ended. */
export interface StreamEnd {
  /** The stream broke, and was not closed by the server. */
  readonly broken: boolean;
  /** The stream had events, or was open for long. */
  readonly hadEvents: boolean;
  /** What the server asked for (`retry` of an event), in milliseconds. */
  readonly retryMs: number | undefined;
  /** The wait that the server asked for (`Retry-After`), in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * How long to wait before a stream that ended is opened again. A broken stream is opened at once; a server that keeps closing the stream
 * without an event is asked less and less often.
 */
export class StreamBackoff {
  private failures = 0;

  /** Milliseconds. `random` is 0 to 1: windows that lost the same server must not come back in step. */
  next(end: StreamEnd, random = Math.random()): number {
    return Math.max(this.ownWait(end, random), end.retryAfterMs ?? 0);
  }

  private ownWait({ broken, hadEvents, retryMs }: StreamEnd, random: number): number {
    if (hadEvents) this.failures = 0;
    const failures = this.failures++;
    if (failures === 0) return Math.min(retryMs ?? (broken ? soonMs : firstMs), longestMs);
    return Math.min(Math.max(retryMs ?? firstMs, soonMs) * 2 ** failures, longestMs) * (1 - random / 4);
  }
}
