/** Lets callers wait for the next change of something. */
export class ChangeSignal {
  private readonly waiting = new Set<() => void>();

  /** Settles every `next` that waits now. */
  notify(): void {
    for (const done of [...this.waiting]) done();
  }

  /** Settles at the next `notify`, or when the signal aborts. */
  next(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.waiting.delete(done);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      this.waiting.add(done);
      signal?.addEventListener("abort", done, { once: true });
    });
  }
}
