const segmenter = new Intl.Segmenter("en", { granularity: "word" });

/** Signs that join two words into one when nothing stands between: `well-known`, `and/or` stays two. */
const joiners = new Set(["-", "\u2010", "\u2011"]);

/**
 * The words of a text by the Unicode rules for word boundaries (UAX #29), which know apostrophes, decimals and scripts
 * without spaces; a hyphenated compound counts as one, as the readability formulas count it.
 */
export function wordsIn(text: string): string[] {
  const words: string[] = [];
  let joined = ""; // the word and the hyphen that may go on
  let open = "";
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    if (isWordLike) {
      if (open) words.pop();
      joined = open + segment;
      words.push(joined);
      open = "";
    } else {
      open = joined && !open && joiners.has(segment) ? joined + segment : "";
      joined = "";
    }
  }
  return words;
}
