import { syllable } from "syllable";
import type { Sentence } from "./prose";

/** What the readability formulas are fed with. */
export interface Counts {
  readonly sentences: number;
  readonly words: number;
  readonly syllables: number;
  /** Letters and digits. */
  readonly characters: number;
  /** Words of three syllables or more. */
  readonly polysyllables: number;
  /** Gunning's hard words: as above, but neither names, nor compounds of easy words, nor made so by -es, -ed or -ing. */
  readonly complexWords: number;
}

/** Syllables of a word; a number or an abbreviation counts as one, as Flesch counted them. */
export const syllablesIn = (word: string): number => Math.max(1, syllable(word));

export function countsOf(sentences: readonly Sentence[]): Counts {
  const words = sentences.flatMap((sentence) => sentence.words);
  const syllables = words.map(syllablesIn);
  return {
    sentences: sentences.length,
    words: words.length,
    syllables: syllables.reduce((sum, count) => sum + count, 0),
    characters: words.reduce((sum, word) => sum + (word.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0),
    polysyllables: syllables.filter((count) => count >= 3).length,
    complexWords: sentences.reduce((sum, sentence) => sum + sentence.words.filter(isComplex).length, 0),
  };
}

/** `index` is the word's place in its sentence: a capital there says nothing at the start, and a name elsewhere. */
function isComplex(word: string, index: number): boolean {
  if (index > 0 && /^\p{Lu}/u.test(word)) return false;
  if (syllablesIn(word) < 3 || word.includes("-")) return false;
  const stem = word.replace(/(?:es|ed|ing)$/i, "");
  return stem === word || syllablesIn(stem) >= 3;
}
