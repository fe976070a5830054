import type { Clock } from "../../core/kernel/clock";
import type { Disposable } from "../../core/kernel/disposable";

/** Collects items for a while, then passes them on together. */
export interface Batcher<T> extends Disposable {
  add(item: T): void;
}

/** The first item starts the time; each item is passed on once. After `dispose` nothing is passed on. */
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
        const batch = items;
        items = new Set();
        timer = undefined;
        pass(batch);
      });
    },
    dispose() {
      timer?.dispose();
      timer = { dispose: () => undefined };
    },
  };
}
