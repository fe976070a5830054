/** Each bucket is this much wider than the previous one, so that the middle of a bucket is within 1 % of every value in it. */
const growth = 1.02;
const logGrowth = Math.log(growth);

/** Durations shorter than this, in milliseconds, count as 0: the clocks here cannot tell them apart. */
const smallestMs = 0.001;

/** Durations longer than this, in milliseconds, count as this (about eleven days). It bounds the number of buckets to about 1,400. */
const largestMs = 1e9;

/** Counts durations in buckets that grow with the value. Any quantile is within 1 % of the exact value, and memory is bounded. */
export class Histogram {
  private readonly buckets = new Map<number, number>();
  private total = 0;
  private sum = 0;
  private smallest = Number.POSITIVE_INFINITY;
  private largest = 0;

  /** A value that is not a duration (negative or not a number) counts as 0: a clock may be set back. */
  add(ms: number): void {
    const value = ms > smallestMs ? Math.min(ms, largestMs) : 0;
    const bucket = value === 0 ? 0 : Math.ceil(Math.log(value / smallestMs) / logGrowth);
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + 1);
    this.total++;
    this.sum += value;
    if (value < this.smallest) this.smallest = value;
    if (value > this.largest) this.largest = value;
  }

  /** How many durations each bucket holds, in no order: enough to make the same histogram again, but for its sum and its ends. */
  counts(): readonly (readonly [bucket: number, count: number])[] {
    return [...this.buckets];
  }

  /** Adds durations that another histogram has counted; each counts as the middle of its bucket. */
  addCounts(counts: Iterable<readonly [bucket: number, count: number]>): void {
    for (const [bucket, count] of counts) {
      const value = bucket === 0 ? 0 : smallestMs * growth ** (bucket - 0.5);
      this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + count);
      this.total += count;
      this.sum += value * count;
      this.smallest = Math.min(this.smallest, value);
      this.largest = Math.max(this.largest, value);
    }
  }

  get count(): number {
    return this.total;
  }

  get mean(): number {
    return this.total === 0 ? 0 : this.sum / this.total;
  }

  get max(): number {
    return this.largest;
  }

  /** The values that these shares (0 to 1, ascending) of all durations do not exceed, in milliseconds; 0 if there are no durations. */
  quantiles(shares: readonly number[]): number[] {
    const buckets = [...this.buckets].sort(([a], [b]) => a - b);
    let index = 0;
    let seen = buckets[0]?.[1] ?? 0;
    return shares.map((share) => {
      const rank = Math.max(1, Math.ceil(share * this.total));
      while (seen < rank && index < buckets.length - 1) seen += buckets[++index]?.[1] ?? 0;
      return this.valueOf(buckets[index]?.[0] ?? 0);
    });
  }

  /** The geometric middle of a bucket, clamped to the values that were really added. */
  private valueOf(bucket: number): number {
    if (bucket === 0) return 0;
    return Math.min(this.largest, Math.max(this.smallest, smallestMs * growth ** (bucket - 0.5)));
  }
}
