/** Milliseconds of the processor that work takes: on a busy machine the clock says nothing of it. */
export function cpuMs(work: () => unknown): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

/**
 * How much more of the processor `work` takes than `reference`, both measured here and now: on a slow machine both are slow. The best
 * of three runs of each: one may include garbage collection of other tests.
 */
export function cpuRatio(work: () => unknown, reference: () => unknown = fixedWork): number {
  const best = (of: () => unknown) => Math.min(...[1, 2, 3].map(() => cpuMs(of)));
  return best(work) / best(reference);
}

/** What 50 ms of a usual machine are here: a slow one is slow for everything. Measured once, before the work that it limits. */
export const fiftyMs = (): number => {
  limit ??= Math.max(50, 5 * Math.min(...[1, 2, 3].map(() => cpuMs(fixedWork))));
  return limit;
};
let limit: number | undefined;

/** A piece of plain work, in the range of 10 ms. */
function fixedWork(): number {
  let sum = 0;
  for (let i = 0; i < 10_000_000; i++) sum = (sum * 31 + i) | 0;
  return sum;
}
