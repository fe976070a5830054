/** What is being let go: settles as a whole when nothing of it is left. */
export class Closings {
  private readonly pending = new Set<Promise<void>>();

  add(closed: Promise<void>): void {
    const done = closed.finally(() => this.pending.delete(done));
    this.pending.add(done);
  }

  async all(): Promise<void> {
    await Promise.all(this.pending);
  }
}
