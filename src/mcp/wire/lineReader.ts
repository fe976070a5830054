import { ByteChunks } from "./byteChunks";

const newline = 10;

/**
 * Cuts a stream of bytes into lines. Each byte is looked at once and a line is put together once, however many chunks it
 * came in, so that the cost of a large message grows with its size and not with its square.
 */
export class LineReader {
  private readonly line: ByteChunks;
  /** A line was too long. */
  private over = false;
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
  ) {
    this.line = new ByteChunks(limit);
  }

  /** Whether all of the chunk was read; the next one may come only then. */
  push(chunk: Buffer): boolean {
    let from = 0;
    while (from < chunk.length && !this.over) {
      const end = chunk.indexOf(newline, from);
      if (!this.keep(chunk.subarray(from, end === -1 ? chunk.length : end))) return true;
      if (end === -1) return true;
      from = end + 1;
      this.onLine(this.line.take());
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
    return this.line.take();
  }

  private keep(part: Buffer): boolean {
    if (this.line.size + part.length > this.limit) {
      this.line.clear();
      this.over = true;
      this.onTooLong();
      return false;
    }
    this.line.add(part);
    return true;
  }
}
