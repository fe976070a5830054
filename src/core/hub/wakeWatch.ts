import type { Clock } from "../kernel/clock";
import { type Disposable, DisposableStore } from "../kernel/disposable";
import type { HubPorts } from "./hub";

/** How often the clock is looked at, in milliseconds. */
const lookMs = 10_000;

/** A look that comes so much too late means that the machine slept: a busy machine is not late by this much. */
const lateMs = 10_000;

/** Runs `onWake` soon after the machine has slept, and when its network has changed. */
export function watchForWake(
  { clock, onNetworkChange }: Pick<HubPorts, "clock" | "onNetworkChange">,
  onWake: () => void,
): Disposable {
  const store = new DisposableStore();
  store.add(watchForSleep(clock, onWake));
  if (onNetworkChange) store.add(onNetworkChange(onWake));
  return store;
}

/** Timers do not run while the machine sleeps, but the clock goes on. */
function watchForSleep(clock: Clock, onWake: () => void): Disposable {
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
