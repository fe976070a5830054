/** Each bucket is this much wider than the one before: the middle of a bucket is within 1 % of every value in it. */
const growth = 1.02;
const logGrowth = Math.log(growth);

/** Shorter than this counts as nothing, in milliseconds: no clock of ours tells it apart. */
const smallestMs = 0.001;

/** Longer than this counts as this, in milliseconds (about eleven days): it bounds the number of buckets to about 1,400. */
const largestMs = 1e9;

/** Counts durations in buckets that grow with the value, so that any quantile is within 1 % of exact and memory is bounded. */
export class Histogram {
  private readonly buckets = new Map<number, number>();
  private total = 0;
  private sum = 0;
  private smallest = Number.POSITIVE_INFINITY;
  private largest = 0;

  /** What is no duration at all (negative, not a number) counts as nothing: a clock may be set back. */
  add(ms: number): void {
    const value = ms > smallestMs ? Math.min(ms, largestMs) : 0;
    const bucket = value === 0 ? 0 : Math.ceil(Math.log(value / smallestMs) / logGrowth);
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + 1);
    this.total++;
    this.sum += value;
    if (value < this.smallest) this.smallest = value;
    if (value > this.largest) this.largest = value;
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

  /** The values that these shares (0 to 1, rising) of all durations do not exceed, in milliseconds; 0 where there is none. */
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

  /** The middle of a bucket in the sense of its growth, and never beyond what was really seen. */
  private valueOf(bucket: number): number {
    if (bucket === 0) return 0;
    return Math.min(this.largest, Math.max(this.smallest, smallestMs * growth ** (bucket - 0.5)));
  }
}
