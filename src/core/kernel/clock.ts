import type { Disposable } from "./disposable";

/** Time as a port, so that a test of a minute takes a millisecond. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `run` once after `ms`, unless it is disposed first. A `background` timer does not keep the process alive. */
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
