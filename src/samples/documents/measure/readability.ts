import type { Counts } from "./counts";

/** Readability by six formulas, all made for English. Grades are years of school in the United States. */
export interface Readability {
  readonly fleschReadingEase: number;
  readonly fleschKincaidGrade: number;
  readonly gunningFog: number;
  /** `null` below thirty sentences, which is the least that McLaughlin's formula was made for. */
  readonly smog: number | null;
  readonly automatedReadabilityIndex: number;
  readonly colemanLiau: number;
}

/** The least number of sentences for SMOG. */
const smogSentences = 30;

/**
 * Needs at least one sentence with one word. Figures are rounded to one decimal.
 *
 * - Flesch reading ease: R. Flesch, "A new readability yardstick", J. Applied Psychology 32 (1948).
 * - Flesch–Kincaid grade, and ARI with its present weights: J. P. Kincaid et al., Research Branch Report 8-75,
 *   U.S. Navy (1975); ARI is by E. A. Smith and R. J. Senter, AMRL-TR-66-220 (1967).
 * - Fog: R. Gunning, The Technique of Clear Writing (1952). SMOG: G. H. McLaughlin, J. of Reading 12 (1969).
 * - Coleman–Liau: M. Coleman and T. L. Liau, J. Applied Psychology 60 (1975).
 */
export function readabilityOf(counts: Counts): Readability {
  const { sentences, words, syllables, characters, polysyllables, complexWords } = counts;
  const sentenceLength = words / sentences;
  const wordSyllables = syllables / words;
  const wordLength = characters / words;
  return {
    fleschReadingEase: round(206.835 - 1.015 * sentenceLength - 84.6 * wordSyllables),
    fleschKincaidGrade: round(0.39 * sentenceLength + 11.8 * wordSyllables - 15.59),
    gunningFog: round(0.4 * (sentenceLength + (100 * complexWords) / words)),
    smog: sentences < smogSentences ? null : round(1.043 * Math.sqrt((polysyllables * 30) / sentences) + 3.1291),
    automatedReadabilityIndex: round(4.71 * wordLength + 0.5 * sentenceLength - 21.43),
    colemanLiau: round(0.0588 * 100 * wordLength - (0.296 * 100) / sentenceLength - 15.8),
  };
}

/** Flesch's own words for his scale (How to Write Plain English, 1979, chapter 2). */
export function easeInWords(fleschReadingEase: number): string {
  const steps: [from: number, words: string][] = [
    [90, "very easy"],
    [80, "easy"],
    [70, "fairly easy"],
    [60, "plain English"],
    [50, "fairly difficult"],
    [30, "difficult"],
  ];
  return steps.find(([from]) => fleschReadingEase >= from)?.[1] ?? "very difficult";
}

const round = (value: number) => Math.round(value * 10) / 10;
