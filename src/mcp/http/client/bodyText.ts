import { ByteChunks } from "../../wire/byteChunks";
import type { HttpResponse } from "./httpClient";

/**
 * The body, no more than `limit` bytes of it. `onTooLong` is told once where there is more, and gives the request up: then what came
 * until there is all.
 */
export async function bodyBytes(response: HttpResponse, limit: number, onTooLong: () => void): Promise<Buffer> {
  const bytes = new ByteChunks(limit);
  let size = 0;
  try {
    await response.read((part) => {
      if (size > limit) return;
      bytes.add(part.subarray(0, limit - size));
      size += part.length;
      if (size > limit) onTooLong();
    });
  } catch (error) {
    if (size <= limit) throw error;
  }
  return bytes.take();
}

/** The same as text, for what is not long. */
export const bodyText = async (...body: Parameters<typeof bodyBytes>): Promise<string> =>
  (await bodyBytes(...body)).toString("utf8");
