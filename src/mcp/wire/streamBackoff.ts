const soonMs = 50;
const firstMs = 1000;
const longestMs = 60_000;

/** How a stream ended. */
export interface StreamEnd {
  /** It broke, and was not closed by the server. */
  readonly broke: boolean;
  /** Something was said in it. */
  readonly heard: boolean;
  /** What the server asked for (`retry` of an event), in milliseconds. */
  readonly retryMs: number | undefined;
  /** How long the server wants to be left alone (`Retry-After`), in milliseconds. */
  readonly waitMs?: number | undefined;
}

/**
 * How long to wait before a stream that ended is opened anew. A broken line is looked after at once; a server that closes the stream
 * again and again without a word is asked less and less often, and never again every second for ever.
 */
export class StreamBackoff {
  private vain = 0;

  /** Milliseconds. `random` is 0 to 1: windows that lost the same server must not come back in step. */
  next(end: StreamEnd, random = Math.random()): number {
    return Math.max(this.own(end, random), end.waitMs ?? 0);
  }

  private own({ broke, heard, retryMs }: StreamEnd, random: number): number {
    if (heard) this.vain = 0;
    const vain = this.vain++;
    if (vain === 0) return Math.min(retryMs ?? (broke ? soonMs : firstMs), longestMs);
    return Math.min(Math.max(retryMs ?? firstMs, soonMs) * 2 ** vain, longestMs) * (1 - random / 4);
  }
}
