import type { Clock } from "../kernel/clock";
import type { Disposable } from "../kernel/disposable";

/** How often the clock is looked at, in milliseconds. */
const lookMs = 10_000;

/** A look that comes so much too late means that the machine slept: a busy machine is not late by this much. */
const lateMs = 10_000;

/** Runs `onWake` soon after the machine has slept: timers do not run meanwhile, but the clock goes on. */
export function watchForWake(clock: Clock, onWake: () => void): Disposable {
  const look = (): Disposable => {
    const due = clock.now() + lookMs;
    return clock.after(lookMs, () => {
      timer = look();
      if (clock.now() - due > lateMs) onWake();
    });
  };
  let timer = look();
  return { dispose: () => timer.dispose() };
}
