const segmenter = new Intl.Segmenter("en", { granularity: "word" });

/** Signs that join two words into one when nothing stands between: `well-known` is one word, `and/or` two. */
const joiners = new Set(["-", "\u2010", "\u2011"]);

/** The segmenter's time grows with the square of the length, so it gets no more than this at once, in characters. */
const mostAtOnce = 500;

/**
 * The words of a text by the Unicode rules for word boundaries (UAX #29), which know apostrophes, decimals and scripts
 * without spaces; a hyphenated compound counts as one, as the readability formulas count it.
 */
export function wordsIn(text: string): string[] {
  const words: string[] = [];
  for (const token of text.split(/\s+/)) {
    // Most tokens are one plain word with a sign behind it; the segmenter would say the same, later.
    const plain = /^([A-Za-z]+)[.,;:!?]?$/.exec(token)?.[1];
    if (plain) words.push(plain);
    else for (let at = 0; at < token.length; at += mostAtOnce) segment(token.slice(at, at + mostAtOnce), words);
  }
  return words;
}

function segment(token: string, words: string[]): void {
  let joined = ""; // the word that may go on
  let open = ""; // … with the hyphen after it
  for (const { segment: part, isWordLike } of segmenter.segment(token)) {
    if (isWordLike) {
      if (open) words.pop();
      joined = open + part;
      words.push(joined);
      open = "";
    } else {
      open = joined && joiners.has(part) ? joined + part : "";
      joined = "";
    }
  }
}
