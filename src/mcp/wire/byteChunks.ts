/** What is longer gets a buffer of its own, in bytes. */
const longFrom = 1024 * 1024;

/**
 * The size of that buffer, in bytes. What outgrows it gets one as large as the limit, so that no more than this is ever copied at once; the
 * system provides the pages of a buffer only when they are written to.
 */
const firstLong = 2 * 1024 * 1024;

/** How much of many small parts is made room for, as a multiple of what they hold. */
const growth = 8;

/** The most parts that are kept apart: each of them is an object for the garbage collector. */
const maxParts = 1024;

/** How many messages of the largest size may be on their way at once, over all servers. */
const sharedFactor = 4;

/** The bytes of long messages that have not arrived in full, over all servers: memory belongs to the process. */
let held = 0;

/**
 * Bytes that come in parts and are joined once, however many parts there are, so that the cost grows with the size and not with its
 * square.
 */
export class ByteChunks {
  private parts: Buffer[] = [];
  private filled = 0;
  /** How many of them count as on their way. */
  private charged = 0;
  /** What is longer than `longFrom`, as far as it has arrived. */
  private long: Buffer | undefined;

  /** `limit`: the most bytes that are ever added. */
  constructor(private readonly limit: number) {}

  get size(): number {
    return this.filled;
  }

  /** Returns `false` where all servers together have sent too much at a time; then nothing is kept of this message. */
  add(part: Buffer): boolean {
    const at = this.filled;
    this.filled += part.length;
    if (this.long || this.filled > longFrom || this.parts.length === maxParts) {
      if (!this.charge()) return false;
      this.lengthen(at, part);
    } else if (part.length > 0) this.parts.push(part);
    return true;
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

  /** Must be called where the rest of the bytes never comes. */
  clear(): void {
    held -= this.charged;
    this.charged = 0;
    this.parts = [];
    this.long = undefined;
    this.filled = 0;
  }

  /** Counts what has come since as on its way. */
  private charge(): boolean {
    held += this.filled - this.charged;
    this.charged = this.filled;
    if (held <= sharedFactor * this.limit) return true;
    this.clear();
    return false;
  }

  /** The size of the next buffer, in bytes. */
  private room(): number {
    if (this.filled > firstLong) return this.limit;
    return this.filled > longFrom ? firstLong : this.filled * growth;
  }

  /** Long content is joined as it comes: at its end that would hold up everything else. */
  private lengthen(at: number, part: Buffer): void {
    if (!this.long || this.long.length < this.filled) {
      const longer = Buffer.allocUnsafe(Math.max(this.filled, Math.min(this.limit, this.room())));
      this.long?.copy(longer, 0, 0, at);
      let to = 0;
      for (const earlier of this.parts.splice(0)) to += earlier.copy(longer, to);
      this.long = longer;
    }
    part.copy(this.long, at);
  }
}
