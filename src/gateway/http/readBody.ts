import { isUtf8 } from "node:buffer";
import type { Exchange } from "./exchange";

/** A body that was larger than its limit, that broke off, or that is not text. */
export class BodyProblem extends Error {
  constructor(readonly status: 400 | 408 | 413) {
    super(String(status));
  }
}

/** The body as text. Rejects as `readBytes` does, and where it is not UTF-8. */
export async function readBody(exchange: Exchange, limitBytes: number): Promise<string> {
  const body = await readBytes(exchange, limitBytes);
  // JSON is UTF-8 (RFC 8259, section 8.1), and a text with replaced characters would not be what the client sent.
  if (!isUtf8(body)) throw new BodyProblem(400);
  return body.toString("utf8");
}

/**
 * The body as it is. Rejects with a `BodyProblem`; what follows of a body that is too large is dropped as it comes. The listener limits the
 * time (`ListenLimits.bodyMs`), and has answered where that has passed.
 */
export function readBytes({ request, response }: Exchange, limitBytes: number): Promise<Buffer> {
  if (Number(request.headers["content-length"]) > limitBytes) return Promise.reject(new BodyProblem(413));
  // The client waits for a word before it sends (RFC 9110, section 10.1.1).
  if (request.headers.expect !== undefined) response.writeContinue();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limitBytes) return void chunks.push(chunk);
      chunks.length = 0;
      request.off("data", take).resume();
      reject(new BodyProblem(413));
    };
    request.on("data", take);
    request.on("end", () => {
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    // Of a request that ended, this is the usual end: an error costs more than the question.
    request.on("close", () => request.readableEnded || reject(new BodyProblem(400)));
  });
}
