/** Percent-decoded; a `%` that begins no code stands for itself, as it does in passwords that people write into an address. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
