/**
 * Runs tasks one after another, in the order in which they were added: at once while none is running, and else after those before. The
 * caller waits while something is running (`idle`), so that the queue stays short.
 */
export class SerialQueue {
  private last: Promise<void> | undefined;

  /** `onFailure` takes the failure of a task; those after it run all the same. */
  constructor(private readonly onFailure: (error: unknown) => void) {}

  /** Settles when nothing is running; `undefined` where nothing is running now. */
  get idle(): Promise<void> | undefined {
    return this.last;
  }

  add(task: () => Promise<void> | undefined): void {
    const running = this.last ? this.last.then(task) : task();
    if (!running) return;
    const last: Promise<void> = running.catch(this.onFailure).then(() => {
      if (this.last === last) this.last = undefined;
    });
    this.last = last;
  }
}
