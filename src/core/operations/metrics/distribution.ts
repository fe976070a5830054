/**
 * The upper bounds of the buckets for requests, in seconds: those that OpenTelemetry recommends for MCP, and finer ones below 10 ms, because
 * a hop through the hub takes a fraction of a millisecond.
 */
export const requestBounds: readonly number[] = [
  0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300,
];

/** The same for what takes a person or a restart, in seconds. */
export const slowBounds: readonly number[] = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];

/** Durations counted in fixed buckets, as Prometheus and OpenTelemetry want them. */
export class Distribution {
  /** One for each bound, and the last for what is longer than all of them. Each duration is in one of them. */
  readonly counts: number[];
  sum = 0;
  count = 0;

  constructor(readonly bounds: readonly number[] = requestBounds) {
    this.counts = new Array<number>(bounds.length + 1).fill(0);
  }

  /** A clock that is set back can give a negative duration: it counts as 0. */
  add(seconds: number): void {
    const value = Math.max(0, seconds || 0);
    const { bounds, counts } = this;
    let bucket = 0;
    while (bucket < bounds.length && value > (bounds[bucket] ?? 0)) bucket++;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
    this.sum += value;
    this.count++;
  }
}
