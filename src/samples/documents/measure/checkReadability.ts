import type { Outline } from "../parse/outline";
import { squeeze } from "../parse/outline";
import { Refusal } from "../refusal";
import { type Counts, countsOf, syllablesIn } from "./counts";
import { likelyEnglish } from "./likelyEnglish";
import { proseOf, type Sentence } from "./prose";
import { easeInWords, type Readability, readabilityOf } from "./readability";

export interface HardSentence {
  readonly line: number;
  readonly words: number;
  readonly grade: number;
  readonly text: string;
}

export interface ReadabilityReport extends Readability {
  readonly counts: Counts;
  /** Flesch's word for the ease. */
  readonly level: string;
  /** False: the formulas do not hold for this text. */
  readonly likelyEnglish: boolean;
  /** All sentences of grade 14 or more, or of more than thirty words. */
  readonly hardSentenceCount: number;
  /** The hardest of them, at most twenty. */
  readonly hardSentences: readonly HardSentence[];
}

/** A sentence is hard from this Flesch–Kincaid grade on (second year of college), if it has more than ten words. */
const hardGrade = 14;
const fewWords = 10;

/** … or above this many words, however easy they are. */
export const longSentence = 30;

const shown = 20;

/**
 * How hard the document's prose is to read.
 *
 * @throws Refusal when there is no sentence to measure.
 */
export function checkReadability(outline: Outline): ReadabilityReport {
  const sentences = proseOf(outline).flatMap((prose) => prose.sentences);
  const counts = countsOf(sentences);
  if (counts.words === 0) throw new Refusal("There is no sentence to measure: the document has no running text.");
  const readability = readabilityOf(counts);
  const hard = sentences.flatMap((sentence) => hardness(sentence) ?? []);
  return {
    ...readability,
    counts,
    level: easeInWords(readability.fleschReadingEase),
    likelyEnglish: likelyEnglish(sentences.flatMap(({ words }) => words)),
    hardSentenceCount: hard.length,
    hardSentences: hard.sort((a, b) => b.grade - a.grade || a.line - b.line).slice(0, shown),
  };
}

function hardness({ text, words, line }: Sentence): HardSentence | undefined {
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0);
  const grade = Math.round((0.39 * words.length + (11.8 * syllables) / words.length - 15.59) * 10) / 10;
  const hard = words.length > longSentence || (grade >= hardGrade && words.length > fewWords);
  return hard ? { line, words: words.length, grade, text: shorten(squeeze(text)) } : undefined;
}

const shorten = (text: string) => (text.length > 240 ? `${text.slice(0, 239)}…` : text);
