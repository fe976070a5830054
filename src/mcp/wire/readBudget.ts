/** How long one server may hold the loop, in milliseconds. */
const turnMs = 0.25;
/** Asking for the time costs about as much as a small message. */
const linesPerLook = 8;

/** The time that a server's messages may take before the others are heard: one that talks a lot costs only itself. */
export class ReadBudget {
  private began = 0;
  private lines = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  begin(): void {
    this.began = this.now();
    this.lines = 0;
  }

  /** Asked after each line. */
  readonly mayGoOn = (): boolean => {
    if (++this.lines % linesPerLook !== 0) return true;
    return this.now() - this.began < turnMs;
  };
}
