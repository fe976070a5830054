import { termsIn } from "./terms";

export interface Example {
  readonly category: string;
  readonly terms: ReadonlyMap<string, number>;
}

/** How much each category speaks for a text, as natural logarithms that compare with one another only. */
export type LogOdds = ReadonlyMap<string, number>;

/** Lidstone's constant: what a category that never showed a term is credited with. */
const smoothing = 0.3;

/** More evidence than this many terms is taken on average: words of a long text are not independent of each other. */
const mostEvidence = 12;

/**
 * A multinomial naive Bayes classifier (Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008,
 * chapter 13) with damped counts, equal priors, and evidence that stops growing with length.
 */
export class NaiveBayes {
  private readonly weights = new Map<string, Map<string, number>>();
  private readonly totals = new Map<string, number>();
  private readonly vocabulary = new Set<string>();

  constructor(examples: readonly Example[]) {
    for (const { category, terms } of examples) {
      const weights = this.weights.get(category) ?? new Map<string, number>();
      this.weights.set(category, weights);
      for (const [term, count] of terms) {
        this.vocabulary.add(term);
        weights.set(term, (weights.get(term) ?? 0) + damp(count));
        this.totals.set(category, (this.totals.get(category) ?? 0) + damp(count));
      }
    }
  }

  /** The terms of a text that were ever seen in an example. */
  known(terms: ReadonlyMap<string, number>): string[] {
    return [...terms.keys()].filter((term) => this.vocabulary.has(term));
  }

  score(terms: ReadonlyMap<string, number>): LogOdds {
    const known = this.known(terms);
    const share = Math.min(1, mostEvidence / Math.max(1, known.length));
    return new Map(
      [...this.weights.keys()].map((category) => {
        const sum = known.reduce(
          (total, term) => total + damp(terms.get(term) ?? 0) * this.logLikelihood(term, category),
          0,
        );
        return [category, share * sum];
      }),
    );
  }

  /** How much more a term speaks for a category than for the average one. */
  lift(term: string, category: string): number {
    const all = [...this.weights.keys()].map((each) => this.logLikelihood(term, each));
    return this.logLikelihood(term, category) - all.reduce((sum, value) => sum + value, 0) / all.length;
  }

  private logLikelihood(term: string, category: string): number {
    const weight = this.weights.get(category)?.get(term) ?? 0;
    return Math.log((weight + smoothing) / ((this.totals.get(category) ?? 0) + smoothing * this.vocabulary.size));
  }
}

/** The tenth mention of a word says less than the first. */
const damp = (count: number) => 1 + Math.log(Math.max(1, count));

export const example = (category: string, text: string): Example => ({ category, terms: termsIn(text) });
