import type { Disposable } from "../../core/kernel/disposable";
import { Emitter } from "../../core/kernel/emitter";

/** Tells of a list that follows from events: once for all events of one moment, and only if the list is another by then. */
export class ListChange<T> implements Disposable {
  private readonly emitter: Emitter<readonly T[]>;
  private listeners = 0;
  private last: readonly T[] = [];
  private isDue = false;

  constructor(
    private readonly read: () => readonly T[],
    private readonly isSame: (one: T, other: T) => boolean,
    onListenerError: (error: unknown) => void,
  ) {
    this.emitter = new Emitter(onListenerError);
  }

  on(listener: (list: readonly T[]) => void): Disposable {
    if (this.listeners++ === 0) this.last = this.read();
    const heard = this.emitter.event(listener);
    let isOpen = true;
    return {
      dispose: () => {
        if (!isOpen) return;
        isOpen = false;
        this.listeners--;
        heard.dispose();
      },
    };
  }

  /** Something happened that the list may follow from. */
  check(): void {
    if (this.isDue || this.listeners === 0) return;
    this.isDue = true;
    queueMicrotask(() => {
      this.isDue = false;
      const now = this.read();
      const isSame = now.length === this.last.length && now.every((one, at) => this.isSame(one, this.last[at] as T));
      this.last = now;
      if (!isSame) this.emitter.fire(now);
    });
  }

  dispose(): void {
    this.emitter.dispose();
  }
}
