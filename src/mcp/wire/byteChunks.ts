/** The buffer grows by this factor, so that it is seldom copied. The system provides its pages only when they are written to. */
const growth = 8;

/** Bytes. */
const longFrom = 1024 * 1024;

/** The most parts that are kept apart: each of them is an object for the garbage collector. */
const maxParts = 1024;

/**
 * Bytes that come in parts and are joined once, however many parts there are, so that the cost grows with the size and not with its
 * square.
 */
export class ByteChunks {
  private parts: Buffer[] = [];
  private filled = 0;
  /** What is longer than `longFrom`, as far as it has arrived. */
  private long: Buffer | undefined;

  /** `limit`: the most bytes that are ever added. */
  constructor(private readonly limit: number) {}

  get size(): number {
    return this.filled;
  }

  add(part: Buffer): void {
    const at = this.filled;
    this.filled += part.length;
    if (this.long || this.filled > longFrom || this.parts.length === maxParts) this.lengthen(at, part);
    else if (part.length > 0) this.parts.push(part);
  }

  /** All bytes so far; then it is empty. Bytes that came in one part are not copied. */
  take(): Buffer {
    const [first] = this.parts;
    const whole =
      this.long?.subarray(0, this.filled) ??
      (first && this.parts.length === 1 ? first : Buffer.concat(this.parts, this.filled));
    this.clear();
    return whole;
  }

  clear(): void {
    this.parts = [];
    this.long = undefined;
    this.filled = 0;
  }

  /** Long content is joined as it comes: at its end that would hold up everything else. */
  private lengthen(at: number, part: Buffer): void {
    if (!this.long || this.long.length < this.filled) {
      const wanted = this.filled > longFrom ? Math.max(longFrom * 16, this.filled * growth) : this.filled * growth;
      const longer = Buffer.allocUnsafe(Math.max(this.filled, Math.min(this.limit, wanted)));
      this.long?.copy(longer, 0, 0, at);
      let to = 0;
      for (const earlier of this.parts.splice(0)) to += earlier.copy(longer, to);
      this.long = longer;
    }
    part.copy(this.long, at);
  }
}
