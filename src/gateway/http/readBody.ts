import type { Exchange } from "./exchange";

/** A body that was larger than its limit, or that did not arrive in time. */
export class BodyProblem extends Error {
  constructor(readonly status: 400 | 408 | 413) {
    super(String(status));
  }
}

/** The body as text. Rejects with a `BodyProblem`; the rest of a body that is too large is not read. */
export function readBody({ request }: Exchange, limitBytes: number): Promise<string> {
  const declared = Number(request.headers["content-length"]);
  if (declared > limitBytes) return Promise.reject(new BodyProblem(413));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limitBytes) {
        request.removeAllListeners("data");
        request.pause();
        reject(new BodyProblem(413));
      } else chunks.push(chunk);
    });
    request.on("end", () => resolve((chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString("utf8") ?? ""));
    request.on("error", () => reject(new BodyProblem(400)));
    request.on("aborted", () => reject(new BodyProblem(400)));
  });
}
