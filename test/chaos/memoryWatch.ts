import { pause } from "../faults/stage";

/** What is in use after a collection, on the average of the first and of the last third, in bytes. */
export interface MemoryFigures {
  readonly first: number;
  readonly last: number;
}

/** Looks at this process's memory thirty times while something runs. Exact where node runs with --expose-gc. */
export class MemoryWatch {
  private readonly seen: number[] = [];

  constructor(private readonly durationMs: number) {}

  async run(): Promise<void> {
    for (let look = 0; look < 30; look++) {
      await pause(this.durationMs / 30);
      globalThis.gc?.();
      const { heapUsed, external } = process.memoryUsage();
      this.seen.push(heapUsed + external);
    }
  }

  figures(): MemoryFigures {
    return { first: mean(this.seen.slice(0, 10)), last: mean(this.seen.slice(-10)) };
  }
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length);
