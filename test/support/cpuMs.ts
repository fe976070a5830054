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

/** How often work is measured before it counts as slow: one time may include the compiler, or garbage of other tests. */
const runs = 4;

/**
 * Whether work takes longer than 50 ms of a usual machine's processor: measured, and beside it a piece of plain work, which a slow or
 * busy machine slows down as well.
 *
 * @param work - Is done until one time is short enough, at most four times.
 * @returns The shortest time in milliseconds, or undefined where it was short enough.
 */
export function msOverFifty(work: () => unknown): number | undefined {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const ms = cpuMs(work);
    if (ms <= 50 || ms <= 5 * usualTen()) return undefined;
    least = Math.min(least, ms);
  }
  return least;
}

/** What 10 ms of a usual machine are here and now: the best of three, since the first ones are not compiled yet. */
const usualTen = () => Math.min(...[1, 2, 3].map(() => cpuMs(fixedWork)));

/** A piece of plain work that takes 10 ms on a usual machine. */
function fixedWork(): number {
  let sum = 0;
  for (let i = 0; i < 10_000_000; i++) sum = (sum * 31 + i) | 0;
  return sum;
}
