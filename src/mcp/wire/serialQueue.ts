/**
 * Does one thing after the other, in the order in which they came: at once what is done at once, and the rest of them once what takes
 * several turns of the loop is done. Whoever adds waits while something is under way, so that little gathers here.
 */
export class SerialQueue {
  private last: Promise<void> | undefined;

  /** `onFailure` hears what went wrong in work that was waited for; nothing that follows is lost over it. */
  constructor(private readonly onFailure: (error: unknown) => void) {}

  /** Settles when nothing is under way any more; `undefined` where nothing is. */
  get busy(): Promise<void> | undefined {
    return this.last;
  }

  add(work: () => Promise<void> | undefined): void {
    const doing = this.last ? this.last.then(work) : work();
    if (!doing) return;
    const last: Promise<void> = doing.catch(this.onFailure).then(() => {
      if (this.last === last) this.last = undefined;
    });
    this.last = last;
  }
}
