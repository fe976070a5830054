/** What the operating system says of this process. */
export interface ProcessFigures {
  /** When it started, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** Processor time since then, of the system's calls, too. */
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
  /** What it may have: of its container, otherwise of the machine. */
  readonly memoryLimitBytes: number;
}

/** Reads them now. */
export type ReadProcess = () => ProcessFigures;
