const newline = 10;

/**
 * Cuts a stream of bytes into lines. Each byte is looked at once and a line is put together once, however many chunks it
 * came in, so that the cost of a large message grows with its size and not with its square.
 */
export class LineReader {
  private parts: Buffer[] = [];
  private size = 0;

  /** `onTooLong` is told once when a line exceeds `limit` bytes; everything after it is ignored. */
  constructor(
    private readonly limit: number,
    private readonly onLine: (line: Buffer) => void,
    private readonly onTooLong: () => void,
  ) {}

  push(chunk: Buffer): void {
    let from = 0;
    while (from < chunk.length && this.size <= this.limit) {
      const end = chunk.indexOf(newline, from);
      if (!this.keep(chunk.subarray(from, end === -1 ? chunk.length : end))) return;
      if (end === -1) return;
      from = end + 1;
      this.onLine(this.take());
    }
  }

  /** What came after the last line end. */
  rest(): Buffer {
    return this.take();
  }

  private keep(part: Buffer): boolean {
    this.size += part.length;
    if (this.size > this.limit) {
      this.parts = [];
      this.onTooLong();
      return false;
    }
    this.parts.push(part);
    return true;
  }

  private take(): Buffer {
    const [first] = this.parts;
    const line = first && this.parts.length === 1 ? first : Buffer.concat(this.parts, this.size);
    this.parts = [];
    this.size = 0;
    return line;
  }
}
