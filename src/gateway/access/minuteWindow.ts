const seconds = 60;

/** How often something happened within the last minute, to the second. Times are milliseconds, passed in. */
export class MinuteWindow {
  private readonly counts = new Uint32Array(seconds);
  private second = 0;
  private total = 0;

  count(now: number): number {
    this.moveTo(now);
    return this.total;
  }

  add(now: number, times = 1): void {
    this.moveTo(now);
    this.counts[this.second % seconds] = (this.counts[this.second % seconds] ?? 0) + times;
    this.total += times;
  }

  /** Whole seconds, at least one, until fewer than `limit` lie within a minute. */
  secondsUntilBelow(limit: number, now: number): number {
    this.moveTo(now);
    let left = this.total;
    for (let wait = 1; wait < seconds; wait++) {
      left -= this.counts[(this.second + wait) % seconds] ?? 0;
      if (left < limit) return wait;
    }
    return seconds;
  }

  /** Drops what is older than a minute. A clock that is set back drops nothing. */
  private moveTo(now: number): void {
    const second = Math.floor(now / 1000);
    for (const last = Math.min(second, this.second + seconds); this.second < last; ) {
      this.second++;
      this.total -= this.counts[this.second % seconds] ?? 0;
      this.counts[this.second % seconds] = 0;
    }
    if (second > this.second) this.second = second;
  }
}
