import type { Disposable } from "./disposable";

/** Time, passed in, so that a minute is tested in a millisecond. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs once after `ms`, unless disposed before. `background`: the process need not stay for it. */
  after(ms: number, run: () => void, background?: boolean): Disposable;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run, background = false) {
    const timer = setTimeout(run, ms);
    if (background) timer.unref();
    return { dispose: () => clearTimeout(timer) };
  },
};
