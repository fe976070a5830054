/**
 * Lets so many through in a minute, evenly: in any span of time at most `burst` (without it one second's worth, at least one) more than
 * the rate allows for it. Times are milliseconds, passed in.
 */
export class TokenBucket {
  private readonly perMs: number;
  private readonly size: number;
  private tokens: number;
  private filledAt: number;

  constructor(
    readonly perMinute: number,
    now: number,
    readonly burst = 0,
  ) {
    this.perMs = perMinute / 60_000;
    this.size = burst > 0 ? burst : Math.max(1, perMinute / 60);
    this.tokens = this.size;
    this.filledAt = now;
  }

  /** The same with another rate: it has no more tokens than this one. */
  at(perMinute: number, now: number): TokenBucket {
    this.fill(now);
    const other = new TokenBucket(perMinute, now, this.burst);
    other.tokens = Math.min(other.size, this.tokens);
    return other;
  }

  /** Whether there is a token. */
  has(now: number): boolean {
    this.fill(now);
    return this.tokens >= 1 - rounding;
  }

  /** Takes one token, if there is one. */
  take(now: number): boolean {
    if (!this.has(now)) return false;
    this.tokens -= 1;
    return true;
  }

  /** Milliseconds until the next caller gets a token, after `ahead` others have got theirs. */
  waitMs(now: number, ahead = 0): number {
    this.fill(now);
    return Math.max(0, Math.ceil((1 + ahead - this.tokens - rounding) / this.perMs));
  }

  private fill(now: number): void {
    // A clock that is set back adds nothing, and takes nothing away.
    if (now > this.filledAt) this.tokens = Math.min(this.size, this.tokens + (now - this.filledAt) * this.perMs);
    this.filledAt = now;
  }
}

/** Many small additions do not sum up exactly; a token that lacks less than this is whole. */
const rounding = 1e-9;
