/** Joins everyone who wants the same thing at the same time: the work runs once, and all get its outcome. */
export class SingleFlight<T> {
  private readonly running = new Map<string, Promise<T>>();

  /** Starts the work under this name, or joins the one that runs. */
  run(name: string, work: () => Promise<T>): Promise<T> {
    const joined = this.running.get(name);
    if (joined) return joined;
    const started = work().finally(() => this.running.delete(name));
    this.running.set(name, started);
    return started;
  }

  isRunning(name: string): boolean {
    return this.running.has(name);
  }
}
