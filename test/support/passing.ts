import type { FakeClock } from "./fakeClock";

/** Lets everything happen that is due now. */
export const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** Lets time pass, `stepMs` at a time, until the work is done. */
export async function passing<T>(clock: FakeClock, work: Promise<T>, stepMs = 1): Promise<T> {
  let done = false;
  const settled = work.finally(() => {
    done = true;
  });
  void Promise.allSettled([settled]); // the caller hears of a failure below; until then it is not an unheard one
  for (let step = 0; !done && step < 2000; step++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (!done) clock.pass(stepMs);
  }
  return settled;
}
