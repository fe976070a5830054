/** The value below which `share` (0 to 1) of the values lie; the nearest one that was measured. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error("There is no percentile of nothing.");
  return value;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The medians of both sides, and that of their ratios in each round: the two of a round were measured at the same speed of the machine. */
export const inPairs = (hub: readonly number[], bare: readonly number[]) => ({
  hub: median(hub),
  bare: median(bare),
  ratio: median(hub.map((value, round) => value / (bare[round] ?? Number.NaN))),
});

/** How long work takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
