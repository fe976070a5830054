/** Words without a fact in them, such as "could not start": the reason behind the colon says more. */
const plainWords = /^[a-z ]{0,40}: /;

/**
 * A failure's message for a place where its end is cut and its server is known: the server's name in front goes, and so do its address and the words
 * up to the reason. `names`: what the message may call the server.
 */
export function reasonFirst(text: string, names: readonly string[]): string {
  for (const name of names) {
    const start = [`Server "${name}"`, `"${name}"`].find((one) => text.startsWith(one));
    if (start === undefined) continue;
    const rest = text.slice(start.length).replace(/^ at \S+ /, " ");
    return capitalized(rest.replace(plainWords, "").replace(/^[\s:,]+/, "")) || text;
  }
  return text;
}

const capitalized = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
