import { softmax } from "./calibrate";
import { builtInModel, type Model } from "./model";
import type { NaiveBayes } from "./naiveBayes";
import { spellings, termsIn } from "./terms";

export interface Classification {
  /** One of the model's categories, or `unknown`. */
  readonly category: string;
  /** From 0 to 1; see `classify`. When the category is unknown: how far the best guess got. */
  readonly confidence: number;
  /** The next best, at most three. */
  readonly runnersUp: readonly { readonly category: string; readonly confidence: number }[];
  /** The terms that spoke loudest for the best guess, at most ten. */
  readonly terms: readonly string[];
  /** How many different telling terms were known. */
  readonly evidence: number;
}

/** Below this no answer is given. */
export const leastConfidence = 0.5;

/** So many known terms, making up so much of all terms, are enough to be as sure as the numbers say. */
const enoughTerms = 8;
const enoughCoverage = 0.25;

/** Fifty examples cannot bear a greater certainty than this: the next text may be the first of its kind. */
const mostTrust = 0.98;

/**
 * What kind of document a text is.
 *
 * A confidence of 0.8 means: of the answers given at about that confidence, about eight in ten are right. It is a
 * calibrated probability: the softmax of naive Bayes scores at the temperature that suits texts the classifier had not
 * seen. Where few terms are known, or they are a small part of the text (a few words, another language, another
 * subject), it is drawn toward what guessing gives (one in ten with the built-in categories), and below 0.5 the answer is "unknown". The
 * held-out samples in the tests hold it to this.
 */
export function classify(
  text: string,
  { bayes: model, categories, temperature }: Model = builtInModel(),
): Classification {
  const terms = termsIn(text);
  const known = model.known(terms);
  const coverage = terms.size === 0 ? 0 : known.length / terms.size;
  const trust = mostTrust * Math.min(1, known.length / enoughTerms) * Math.min(1, coverage / enoughCoverage);
  const written = spellings(text);
  const guess = 1 / categories.length;
  const ranked = [...softmax(model.score(terms), temperature)]
    .map(([category, probability]) => ({ category, confidence: round(trust * probability + (1 - trust) * guess) }))
    .sort((a, b) => b.confidence - a.confidence);
  const [best, ...others] = ranked;
  if (!best) throw new Error("The classifier has no categories.");
  return {
    category: best.confidence < leastConfidence ? "unknown" : best.category,
    confidence: best.confidence,
    runnersUp: others.slice(0, 3),
    terms: deciding(model, known, best.category).map((term) => written.get(term) ?? term),
    evidence: known.length,
  };
}

function deciding(model: NaiveBayes, known: readonly string[], category: string): string[] {
  return known
    .map((term) => ({ term, lift: model.lift(term, category) }))
    .filter(({ lift }) => lift > 0)
    .sort((a, b) => b.lift - a.lift)
    .slice(0, 10)
    .map(({ term }) => term);
}

const round = (value: number) => Math.round(value * 100) / 100;
