import { calibrate, softmax } from "./calibrate";
import { type Category, categoryIds } from "./categories";
import { corpusOffice } from "./corpusOffice";
import { corpusPublic } from "./corpusPublic";
import { example, NaiveBayes } from "./naiveBayes";
import { spellings, termsIn } from "./terms";

export interface Classification {
  readonly category: Category | "unknown";
  /** From 0 to 1; see `classify`. When the category is unknown: how far the best guess got. */
  readonly confidence: number;
  /** The next best, at most three. */
  readonly runnersUp: readonly { readonly category: Category; readonly confidence: number }[];
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
 * subject), it is drawn toward one in ten, which is what guessing gives, and below 0.5 the answer is "unknown". The
 * held-out samples in the tests hold it to this.
 */
export function classify(text: string): Classification {
  const { model, temperature } = trained();
  const terms = termsIn(text);
  const known = model.known(terms);
  const coverage = terms.size === 0 ? 0 : known.length / terms.size;
  const trust = mostTrust * Math.min(1, known.length / enoughTerms) * Math.min(1, coverage / enoughCoverage);
  const written = spellings(text);
  const guess = 1 / categoryIds.length;
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

function deciding(model: NaiveBayes, known: readonly string[], category: Category): string[] {
  return known
    .map((term) => ({ term, lift: model.lift(term, category) }))
    .filter(({ lift }) => lift > 0)
    .sort((a, b) => b.lift - a.lift)
    .slice(0, 10)
    .map(({ term }) => term);
}

let kept: { readonly model: NaiveBayes; readonly temperature: number } | undefined;

/** Trained at the first question (some fifty short texts, in tens of milliseconds), then kept. */
function trained() {
  const corpus = [...corpusOffice, ...corpusPublic];
  kept ??= {
    model: new NaiveBayes(corpus.map(([category, text]) => example(category, text))),
    temperature: calibrate(corpus),
  };
  return kept;
}

const round = (value: number) => Math.round(value * 100) / 100;
