/** What became of the writes, as their callers heard it and as the servers counted it. */
export interface WriteFigures {
  readonly made: number;
  /** Took effect although its caller was told of a failure: allowed, since no one can know. */
  readonly unheard: number;
  /** Answered, and never took effect. */
  readonly lost: number;
  /** Took effect more than once. */
  readonly doubled: number;
}

const answered = 0x80;
const serverOf = 0x7f;

/** Keeps one byte for each write, reserved beforehand, so that the bookkeeping does not look like a leak. */
export class WriteBook {
  private readonly kept = new Uint8Array(4_000_000);
  private count = 0;

  /** A new write to a server, by its number. Its key. */
  next(server: number): number {
    if (this.count === this.kept.length) throw new Error("more writes than there is room for");
    this.kept[this.count] = server;
    return this.count++;
  }

  answered(key: number): void {
    this.kept[key] = (this.kept[key] ?? 0) | answered;
  }

  /** `done`: how often each key took effect, for each server. */
  compare(done: readonly ReadonlyMap<string, number>[]): WriteFigures {
    const sums = { made: this.count, unheard: 0, lost: 0, doubled: 0 };
    for (let key = 0; key < this.count; key++) {
      const one = this.kept[key] ?? 0;
      const times = done[one & serverOf]?.get(String(key)) ?? 0;
      if (times > 1) sums.doubled++;
      if ((one & answered) !== 0 && times === 0) sums.lost++;
      if ((one & answered) === 0 && times === 1) sums.unheard++;
    }
    return sums;
  }
}
