import type { Readable } from "node:stream";

const text = 1;
const binary = 2;
const final = 0x80;
const masked = 0x80;

/** Frames of more bytes than this are cut. */
const cutFrom = 64 * 1024;

/**
 * Makes the WebSocket on this socket receive messages in pieces: `ws` would join a large message, and check it, in one step. It passes
 * the pieces on as they are only for binary messages, so all frames are marked as binary; MCP makes no difference.
 */
export function cutLargeFrames(socket: Readable): void {
  const frames = new LargeFrames();
  const push = socket.push.bind(socket);
  const unshift = socket.unshift.bind(socket);
  // Bytes from the socket come by `push`; those that came together with the handshake are put back before that.
  socket.push = (chunk: Buffer | null, encoding) => {
    if (chunk === null) return push(null, encoding);
    return frames.cut(chunk).reduce((_, part) => push(part), true);
  };
  socket.unshift = (chunk: Buffer) => unshift(Buffer.concat(frames.cut(chunk)));
}

/** Rewrites the frames that a server sends (RFC 6455, section 5.2): what is large becomes fragments, as they come. */
export class LargeFrames {
  /** The beginning of a frame whose head is not complete. */
  private head: Buffer | undefined;
  /** How much of the present frame passes unchanged, in bytes. */
  private passing = 0;
  /** How much of a large frame is still to come, in bytes. */
  private left = 0;
  /** The first byte of its next fragment, and whether its last one ends the message. */
  private first = 0;
  private ends = false;
  /** The bytes are not frames of a server: the WebSocket will report that. */
  private invalid = false;

  cut(bytes: Buffer): readonly Buffer[] {
    if (this.invalid) return [bytes];
    const chunk = this.head ? Buffer.concat([this.head, bytes]) : bytes;
    this.head = undefined;
    const parts: Buffer[] = [];
    let kept = 0;
    let at = 0;
    while (at < chunk.length) {
      if (this.passing > 0) {
        const size = Math.min(this.passing, chunk.length - at);
        this.passing -= size;
        at += size;
      } else if (this.left > 0) {
        const piece = chunk.subarray(at, at + this.left);
        parts.push(this.fragmentHead(piece.length), piece);
        at += piece.length;
        kept = at;
      } else {
        const size = headSize(chunk, at);
        const isWhole = at + size <= chunk.length;
        if (isWhole && this.begin(chunk, at)) continue;
        if (at > kept) parts.push(chunk.subarray(kept, at));
        if (!isWhole) this.head = Buffer.from(chunk.subarray(at));
        at = isWhole ? at + size : chunk.length;
        kept = at;
      }
    }
    if (at > kept) parts.push(chunk.subarray(kept, at));
    return parts;
  }

  /** Reads the head of a frame; returns whether the frame passes unchanged. */
  private begin(chunk: Buffer, at: number): boolean {
    const [first = 0, second = 0] = chunk.subarray(at, at + 2);
    const size = payloadSize(chunk, at);
    const code = first & 0x0f;
    const opening = code === text ? (first & 0xf0) | binary : first;
    chunk[at] = opening;
    if ((second & masked) !== 0) {
      this.invalid = true;
      this.passing = Number.POSITIVE_INFINITY;
    } else if (code > binary || size <= cutFrom) this.passing = headSize(chunk, at) + size;
    else {
      this.left = size;
      this.first = opening & ~final;
      this.ends = (opening & final) !== 0;
    }
    return this.left === 0;
  }

  private fragmentHead(size: number): Buffer {
    this.left -= size;
    const first = this.first | (this.left === 0 && this.ends ? final : 0);
    this.first = 0; // what follows is a continuation
    const head = Buffer.alloc(10);
    head[0] = first;
    head[1] = 127;
    head.writeUIntBE(size, 4, 6);
    return head;
  }
}

/** The length of the head of a frame, in bytes, by its first two bytes, which may still be to come. */
function headSize(chunk: Buffer, at: number): number {
  const size = (chunk[at + 1] ?? 0) & 0x7f;
  return size === 127 ? 10 : size === 126 ? 4 : 2;
}

function payloadSize(chunk: Buffer, at: number): number {
  const size = (chunk[at + 1] ?? 0) & 0x7f;
  if (size === 126) return chunk.readUInt16BE(at + 2);
  return size === 127 ? chunk.readUInt32BE(at + 2) * 2 ** 32 + chunk.readUInt32BE(at + 6) : size;
}
