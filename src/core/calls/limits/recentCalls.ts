/** How many of the calls of a while failed, and of how many tools. */
export interface RecentShare {
  readonly failed: number;
  readonly of: number;
  readonly tools: number;
}

interface Part {
  readonly slot: number;
  failed: number;
  all: number;
  /** The tools whose calls failed; two are enough to know that they are several. */
  readonly tools: Set<string>;
}

/** A span of time is counted in so many parts: what is too old leaves by parts. */
const parts = 10;

/** Counts the calls of the last while; of a fixed size, however many there are. Times are milliseconds, passed in. */
export class RecentCalls {
  private counted: Part[] = [];

  /** Counts a call that ended at `at`. */
  note(at: number, failed: boolean, tool: string, windowMs: number): void {
    const slot = slotOf(at, windowMs);
    let last = this.counted.at(-1);
    // A clock that is set back goes on with the part that it has.
    if (!last || last.slot < slot) {
      last = { slot, failed: 0, all: 0, tools: new Set() };
      this.counted.push(last);
      if (this.counted.length > parts) this.counted.shift();
    }
    last.all++;
    if (!failed) return;
    last.failed++;
    if (last.tools.size < 2) last.tools.add(tool);
  }

  share(at: number, windowMs: number): RecentShare {
    const oldest = slotOf(at, windowMs) - parts;
    let failed = 0;
    let of = 0;
    const tools = new Set<string>();
    for (const part of this.counted) {
      if (part.slot <= oldest) continue;
      failed += part.failed;
      of += part.all;
      for (const tool of part.tools) tools.add(tool);
    }
    return { failed, of, tools: tools.size };
  }

  clear(): void {
    this.counted = [];
  }
}

const slotOf = (at: number, windowMs: number): number => Math.floor((at * parts) / windowMs);
