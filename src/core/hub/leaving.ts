/** What is on its way out: processes and sessions that were told to end, until they have. */
export class Leaving {
  private readonly all = new Set<Promise<void>>();

  /** Keeps it until it has settled; returns when that is. */
  add(gone: Promise<void>): Promise<void> {
    const left = gone.finally(() => this.all.delete(left));
    this.all.add(left);
    return left;
  }

  /** Settles when all that is on its way out now is gone. */
  async settled(): Promise<void> {
    await Promise.all(this.all);
  }
}
