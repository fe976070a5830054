import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";

/** Gathers what comes within a while and passes it on at once. */
export interface Batcher<T> extends Disposable {
  add(item: T): void;
}

/** What comes while nothing waits starts the clock; nothing is passed on after `dispose`. */
export function createBatcher<T>(
  clock: Pick<Clock, "after">,
  ms: number,
  pass: (items: ReadonlySet<T>) => void,
): Batcher<T> {
  let items = new Set<T>();
  let timer: Disposable | undefined;
  return {
    add(item) {
      items.add(item);
      timer ??= clock.after(ms, () => {
        const full = items;
        items = new Set();
        timer = undefined;
        pass(full);
      });
    },
    dispose() {
      timer?.dispose();
      timer = { dispose: () => undefined };
    },
  };
}
