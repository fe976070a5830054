import { ByteChunks } from "../../wire/byteChunks";
import type { HttpResponse } from "./httpClient";

/**
 * The body, at most `limit` bytes of it. `onTooLong` is called once where there is more, or all servers together sent too much at a time, and aborts the request: then the bytes so far
 * are the result.
 */
export async function bodyBytes(response: HttpResponse, limit: number, onTooLong: () => void): Promise<Buffer> {
  const bytes = new ByteChunks(limit);
  let size = 0;
  try {
    await response.read((part) => {
      if (size > limit) return;
      size = bytes.add(part.subarray(0, limit - size)) ? size + part.length : Number.POSITIVE_INFINITY;
      if (size > limit) onTooLong();
    });
  } catch (error) {
    if (size > limit) return bytes.take();
    bytes.clear();
    throw error;
  }
  return bytes.take();
}

/** The same as text, for short bodies. */
export const bodyText = async (...body: Parameters<typeof bodyBytes>): Promise<string> =>
  (await bodyBytes(...body)).toString("utf8");
