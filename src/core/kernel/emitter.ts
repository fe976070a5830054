import type { Disposable } from "./disposable";

export type Event<T> = (listener: (value: T) => void) => Disposable;

/** Calls its listeners with each value. A listener that throws is reported and skipped, so that one broken view never stops the hub. */
export class Emitter<T> implements Disposable {
  /** Replaced as a whole, so that `fire` does not have to copy it. */
  private listeners: readonly ((value: T) => void)[] = [];

  constructor(private readonly onListenerError: (error: unknown) => void) {}

  readonly event: Event<T> = (listener) => {
    const own = (value: T) => listener(value); // the same function may be added twice
    this.listeners = [...this.listeners, own];
    return {
      dispose: () => {
        this.listeners = this.listeners.filter((other) => other !== own);
      },
    };
  };

  fire(value: T): void {
    for (const listener of this.listeners) {
      try {
        listener(value);
      } catch (error) {
        this.onListenerError(error);
      }
    }
  }

  dispose(): void {
    this.listeners = [];
  }
}
