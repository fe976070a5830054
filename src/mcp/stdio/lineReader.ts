const newline = 10;

/** What was read is copied when it outgrows its place: seldom. The system gives the pages only when they are written to. */
const growth = 8;

/** Bytes. */
const longFrom = 1024 * 1024;

/**
 * Cuts a stream of bytes into lines. Each byte is looked at once and a line is put together once, however many chunks it
 * came in, so that the cost of a large message grows with its size and not with its square.
 */
export class LineReader {
  private parts: Buffer[] = [];
  private size = 0;
  /** A line of more than `longFrom` bytes, as far as it has come. */
  private long: Buffer | undefined;
  /** What of the latest chunk has not been looked at. */
  private unread: Buffer | undefined;

  /**
   * `onTooLong` is told once when a line exceeds `limit` bytes; everything after it is ignored. `mayGoOn` is asked after each line: a
   * reader that may not keeps the rest of its chunk for `resume`.
   */
  constructor(
    private readonly limit: number,
    private readonly onLine: (line: Buffer) => void,
    private readonly onTooLong: () => void,
    private readonly mayGoOn: () => boolean = () => true,
  ) {}

  /** Whether all of the chunk was read; the next one may come only then. */
  push(chunk: Buffer): boolean {
    let from = 0;
    while (from < chunk.length && this.size <= this.limit) {
      const end = chunk.indexOf(newline, from);
      if (!this.keep(chunk.subarray(from, end === -1 ? chunk.length : end))) return true;
      if (end === -1) return true;
      from = end + 1;
      this.onLine(this.take());
      if (from < chunk.length && !this.mayGoOn()) {
        this.unread = chunk.subarray(from);
        return false;
      }
    }
    return true;
  }

  /** Goes on with what was left; whether all of it was read. */
  resume(): boolean {
    const { unread } = this;
    this.unread = undefined;
    return !unread || this.push(unread);
  }

  /** What came after the last line end. */
  rest(): Buffer {
    return this.take();
  }

  private keep(part: Buffer): boolean {
    const filled = this.size;
    this.size += part.length;
    if (this.size > this.limit) {
      this.parts = [];
      this.long = undefined;
      this.onTooLong();
      return false;
    }
    if (this.long || this.size > longFrom) this.lengthen(filled, part);
    else this.parts.push(part);
    return true;
  }

  /** A long line is put together as it comes: at its end that would hold up everything else. */
  private lengthen(filled: number, part: Buffer): void {
    if (!this.long || this.long.length < this.size) {
      const longer = Buffer.allocUnsafe(Math.min(this.limit, Math.max(longFrom * 16, this.size * growth)));
      this.long?.copy(longer, 0, 0, filled);
      let at = 0;
      for (const earlier of this.parts.splice(0)) at += earlier.copy(longer, at);
      this.long = longer;
    }
    part.copy(this.long, filled);
  }

  private take(): Buffer {
    const [first] = this.parts;
    const line =
      this.long?.subarray(0, this.size) ??
      (first && this.parts.length === 1 ? first : Buffer.concat(this.parts, this.size));
    this.parts = [];
    this.long = undefined;
    this.size = 0;
    return line;
  }
}
