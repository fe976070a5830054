import type { HttpAnswer } from "./socketClient";

const headEnd = Buffer.from("\r\n\r\n");
const lineEnd = Buffer.from("\r\n");

/** Reads the answers on one connection of HTTP/1.1 (RFC 9112): a body of a given length, in chunks, or none. */
export class ResponseReader {
  private rest: Buffer = Buffer.alloc(0);
  private head: Omit<HttpAnswer, "body"> | undefined;
  private readonly parts: Buffer[] = [];
  /** Bytes that are missing from the body, or from the chunk that is being read; `undefined` where a chunk's length comes next. */
  private missing: number | undefined;
  private isChunked = false;

  constructor(private readonly whole: (answer: HttpAnswer) => void) {}

  read(data: Buffer): void {
    this.rest = this.rest.length === 0 ? data : Buffer.concat([this.rest, data]);
    while (this.head ? this.readBody() : this.readHead());
  }

  /** @returns whether there is more to be read */
  private readHead(): boolean {
    const end = this.rest.indexOf(headEnd);
    if (end < 0) return false;
    const [statusLine = "", ...fields] = this.rest.toString("latin1", 0, end).split("\r\n");
    this.rest = this.rest.subarray(end + headEnd.length);
    const status = Number(statusLine.split(" ")[1]);
    const headers: Record<string, string> = {};
    for (const field of fields) {
      const colon = field.indexOf(":");
      headers[field.slice(0, colon).toLowerCase()] = field.slice(colon + 1).trim();
    }
    this.isChunked = headers["transfer-encoding"] === "chunked";
    this.missing = this.isChunked ? undefined : Number(headers["content-length"] ?? 0);
    if (status === 100) return true;
    this.head = { status, headers };
    return true;
  }

  private readBody(): boolean {
    if (this.missing === undefined) return this.readChunkLength();
    const part = this.rest.subarray(0, this.missing);
    if (part.length > 0) this.parts.push(part);
    this.rest = this.rest.subarray(part.length);
    this.missing -= part.length;
    if (this.missing > 0) return false;
    if (!this.isChunked) return this.finish();
    if (this.rest.length < lineEnd.length) return false;
    this.rest = this.rest.subarray(lineEnd.length);
    this.missing = undefined;
    return true;
  }

  private readChunkLength(): boolean {
    const end = this.rest.indexOf(lineEnd);
    if (end < 0) return false;
    const length = Number.parseInt(this.rest.toString("latin1", 0, end), 16);
    if (length > 0) {
      this.rest = this.rest.subarray(end + lineEnd.length);
      this.missing = length;
      return true;
    }
    const after = end + 2 * lineEnd.length;
    if (this.rest.length < after) return false;
    this.rest = this.rest.subarray(after);
    return this.finish();
  }

  private finish(): boolean {
    const { head, parts } = this;
    this.head = undefined;
    const body = (parts.length === 1 ? parts[0] : Buffer.concat(parts))?.toString("utf8") ?? "";
    parts.length = 0;
    if (head) this.whole({ ...head, body });
    return this.rest.length > 0;
  }
}
