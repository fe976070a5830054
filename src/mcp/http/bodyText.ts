import type { HttpResponse } from "./httpClient";

/** The body as text. What exceeds `limit` bytes is left out, and `onTooLong` is told once. */
export async function bodyText(response: HttpResponse, limit: number, onTooLong: () => void): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  await response.read((part) => {
    if (size > limit) return;
    size += part.length;
    if (size <= limit) parts.push(part);
    else onTooLong();
  });
  const [first] = parts;
  return (first && parts.length === 1 ? first : Buffer.concat(parts)).toString("utf8");
}
