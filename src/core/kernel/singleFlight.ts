/** Runs an operation once for all callers that ask for it at the same time. Each of them gets its outcome. */
export class SingleFlight<T> {
  private readonly running = new Map<string, Promise<T>>();

  /** Starts the operation, or joins the one that is running under this name. */
  run(name: string, operation: () => Promise<T>): Promise<T> {
    const joined = this.running.get(name);
    if (joined) return joined;
    const started = operation().finally(() => this.running.delete(name));
    this.running.set(name, started);
    return started;
  }

  isRunning(name: string): boolean {
    return this.running.has(name);
  }
}

/** Something that is made when it is first asked for, once for all who ask. Where that fails, the next one who asks tries again. */
export class Later<T> {
  private made: Promise<T> | undefined;

  constructor(private readonly make: () => Promise<T>) {}

  /** What is made, or is being made; `undefined` while nobody has asked. */
  get asked(): Promise<T> | undefined {
    return this.made;
  }

  readonly get = (): Promise<T> => {
    this.made ??= this.make().catch((error: unknown) => {
      this.made = undefined;
      throw error;
    });
    return this.made;
  };
}
