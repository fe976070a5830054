import type { Disposable } from "../../core/kernel/disposable";

/** The lists and boxes that the person opened and has not closed. VS Code has one quick input: a question that took it would end them. */
export class PersonInputs {
  private count = 0;
  private readonly waiting = new Set<() => void>();

  get isOpen(): boolean {
    return this.count > 0;
  }

  /** Counts one more until it is disposed. */
  open(): Disposable {
    this.count++;
    let isOpen = true;
    return {
      dispose: () => {
        if (!isOpen) return;
        isOpen = false;
        if (--this.count > 0) return;
        const waiting = [...this.waiting];
        this.waiting.clear();
        for (const run of waiting) run();
      },
    };
  }

  /** Runs once, when the last one has closed. */
  whenClosed(run: () => void): Disposable {
    this.waiting.add(run);
    return { dispose: () => this.waiting.delete(run) };
  }
}

/** Those of this window. */
export const personInputs = new PersonInputs();
