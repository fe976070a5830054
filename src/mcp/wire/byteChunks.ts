/** What was gathered is copied when it outgrows its place: seldom. The system gives the pages only when they are written to. */
const growth = 8;

/** Bytes. */
const longFrom = 1024 * 1024;

/** More parts than these are put together before the end: each of them is an object that the garbage collector looks at. */
const maxParts = 1024;

/**
 * Bytes that come in parts and are put together once, however many parts there are, so that the cost grows with the size and not with
 * its square.
 */
export class ByteChunks {
  private parts: Buffer[] = [];
  private filled = 0;
  /** What is longer than `longFrom`, as far as it has come. */
  private long: Buffer | undefined;

  /** `limit`: no more than so many bytes are ever added. */
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

  /** All that came; from then on there is nothing. What came in one part is that part. */
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

  /** What is long is put together as it comes: at its end that would hold up everything else. */
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
