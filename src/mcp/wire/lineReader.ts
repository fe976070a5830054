import { ByteChunks } from "./byteChunks";

const newline = 10;

/**
 * Cuts a stream of bytes into lines. Each byte is read once and a line is joined once, however many chunks it came in, so that the cost
 * of a large message grows with its size and not with its square.
 */
export class LineReader {
  private readonly line: ByteChunks;
  /** A line was too long. */
  private overflowed = false;
  /** The unread rest of the latest chunk. */
  private unread: Buffer | undefined;

  /**
   * `onTooLong` is called once when a line exceeds `limit` bytes; everything after it is ignored. `hasTimeLeft` is asked after each line:
   * without time left, the rest of the chunk is kept for `resume`.
   */
  constructor(
    private readonly limit: number,
    private readonly onLine: (line: Buffer) => void,
    private readonly onTooLong: () => void,
    private readonly hasTimeLeft: () => boolean = () => true,
  ) {
    this.line = new ByteChunks(limit);
  }

  /** Returns whether all of the chunk was read; only then may the next one come. */
  push(chunk: Buffer): boolean {
    let from = 0;
    while (from < chunk.length && !this.overflowed) {
      const end = chunk.indexOf(newline, from);
      if (!this.keep(chunk.subarray(from, end === -1 ? chunk.length : end))) return true;
      if (end === -1) return true;
      from = end + 1;
      this.onLine(this.line.take());
      if (from < chunk.length && !this.hasTimeLeft()) {
        this.unread = chunk.subarray(from);
        return false;
      }
    }
    return true;
  }

  /** Goes on with the unread rest; returns whether all of it was read. */
  resume(): boolean {
    const { unread } = this;
    this.unread = undefined;
    return !unread || this.push(unread);
  }

  /** The rest never comes. */
  dispose(): void {
    this.overflowed = true;
    this.unread = undefined;
    this.line.clear();
  }

  /** What came after the last line end. */
  rest(): Buffer {
    return this.line.take();
  }

  private keep(part: Buffer): boolean {
    if (this.line.size + part.length <= this.limit && this.line.add(part)) return true;
    this.line.clear();
    this.overflowed = true;
    this.onTooLong();
    return false;
  }
}
