import { ByteChunks } from "../wire/byteChunks";

const lineFeed = 10;
const carriageReturn = 13;
const colon = 58;
const space = 32;
/** The known fields have shorter names. */
const nameLimit = 16;
const newline = Buffer.of(lineFeed);
const nothing = Buffer.alloc(0);

/**
 * Reads server-sent events (WHATWG HTML, 9.2.6) out of a stream of bytes. Each byte is read once and a line is joined once, however many
 * chunks it came in. Events without data are not passed on; their id and retry time are kept.
 */
export class SseReader {
  /** The id of the latest event that had one, to resume after. */
  lastEventId: string | undefined;
  /** How long the server asks to wait before the stream is opened again, in milliseconds. */
  retryMs: number | undefined;

  private readonly open: ByteChunks;
  /** The size of the event so far, in bytes. */
  private size = 0;
  private data: Buffer | undefined;
  /** Data of more than one line. */
  private readonly lines: ByteChunks;
  private type = "";
  private afterReturn = false;
  private isFirst = true;

  /** `onTooLong` is called once when an event exceeds `limit` bytes; everything after it is ignored. */
  constructor(
    private readonly limit: number,
    private readonly onEvent: (data: Buffer, type: string) => void,
    private readonly onTooLong: () => void,
  ) {
    this.open = new ByteChunks(limit);
    this.lines = new ByteChunks(limit);
  }

  push(chunk: Buffer): void {
    let from = this.afterReturn && chunk[0] === lineFeed ? 1 : 0;
    if (chunk.length > 0) this.afterReturn = false;
    // Both are found ahead and kept: a stream that uses only one of them is not searched again for the other at each line.
    let [feed, carriage] = [chunk.indexOf(lineFeed, from), chunk.indexOf(carriageReturn, from)];
    while (from < chunk.length && this.size <= this.limit) {
      if (feed !== -1 && feed < from) feed = chunk.indexOf(lineFeed, from);
      if (carriage !== -1 && carriage < from) carriage = chunk.indexOf(carriageReturn, from);
      const end = feed === -1 ? carriage : carriage === -1 ? feed : Math.min(feed, carriage);
      if (!this.keep(chunk.subarray(from, end === -1 ? chunk.length : end))) return;
      if (end === -1) return;
      from = end + 1;
      if (end === carriage) {
        if (from === chunk.length) this.afterReturn = true;
        else if (chunk[from] === lineFeed) from++;
      }
      const line = this.open.take();
      if (line.length === 0) this.dispatch();
      else this.line(line);
    }
  }

  private keep(part: Buffer): boolean {
    this.size += part.length;
    if (this.size <= this.limit && this.open.add(part)) return true;
    this.overflow();
    return false;
  }

  private overflow(): void {
    this.dispose();
    this.onTooLong();
  }

  /** The rest never comes. */
  dispose(): void {
    this.size = this.limit + 1;
    this.open.clear();
    this.lines.clear();
    this.data = undefined;
  }

  private line(line: Buffer): void {
    if (this.isFirst) {
      this.isFirst = false;
      const marked = line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf;
      this.field(marked ? line.subarray(3) : line);
    } else this.field(line);
  }

  private field(line: Buffer): void {
    const end = line.indexOf(colon);
    if (end === 0) return; // a comment, to keep the connection alive
    const name = line.toString("latin1", 0, end === -1 ? Math.min(line.length, nameLimit) : Math.min(end, nameLimit));
    const from = end === -1 ? line.length : line[end + 1] === space ? end + 2 : end + 1;
    if (name === "data") {
      this.add(line.subarray(from));
      return;
    }
    const value = line.toString("utf8", from);
    if (name === "event") this.type = value;
    else if (name === "id" && !value.includes("\0")) this.lastEventId = value;
    else if (name === "retry" && /^\d+$/.test(value)) this.retryMs = Number(value);
  }

  private add(value: Buffer): void {
    if (!this.data) {
      this.data = value;
      return;
    }
    const before = this.lines.size === 0 ? this.data : nothing;
    if (![before, newline, value].every((part) => this.lines.add(part))) this.overflow();
  }

  private dispatch(): void {
    const { data: first = nothing, type } = this;
    const data = this.lines.size > 0 ? this.lines.take() : first;
    this.data = undefined;
    this.type = "";
    this.size = 0;
    if (data.length > 0) this.onEvent(data, type || "message");
  }
}
