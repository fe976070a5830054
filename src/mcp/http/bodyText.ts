import type { HttpResponse } from "./httpClient";

/**
 * The body as text, no more than `limit` bytes of it. `onTooLong` is told once where there is more, and gives the request up: then
 * what came until there is the text.
 */
export async function bodyText(response: HttpResponse, limit: number, onTooLong: () => void): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    await response.read((part) => {
      if (size > limit) return;
      parts.push(part.subarray(0, limit - size));
      size += part.length;
      if (size > limit) onTooLong();
    });
  } catch (error) {
    if (size <= limit) throw error;
  }
  const [first] = parts;
  return (first && parts.length === 1 ? first : Buffer.concat(parts)).toString("utf8");
}
