/** Percent-decodes a text. A text with a stray `%` is returned as it is: people write such passwords into addresses. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
