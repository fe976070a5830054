import { createHash } from "node:crypto";
import { calibrate } from "./calibrate";
import { corpusOffice } from "./corpusOffice";
import { corpusPublic } from "./corpusPublic";
import { type Example, example, NaiveBayes } from "./naiveBayes";

/** A classifier with what is needed to use it. */
export interface Model {
  /** Changes with everything that it learned from. */
  readonly version: string;
  readonly categories: readonly string[];
  readonly bayes: NaiveBayes;
  /** See `calibrate`. */
  readonly temperature: number;
}

/** What a workspace adds to the built-in examples, as it is kept: terms and their counts, and never a text. */
export interface Learned {
  readonly temperature: number;
  readonly examples: readonly Example[];
}

/** The version of the built-in examples. */
const builtInVersion = "1.0.0";

const corpus: readonly (readonly [string, string])[] = [...corpusOffice, ...corpusPublic];

let kept: Model | undefined;

/** Trained at the first question (some fifty short texts, in tens of milliseconds), then kept. */
export function builtInModel(): Model {
  kept ??= modelOf(builtInVersion, [], calibrate(corpus));
  return kept;
}

/** Learns from labeled texts beside the built-in examples. This takes up to a few seconds for the most that is allowed. */
export const learn = (labeled: readonly (readonly [category: string, text: string])[]): Learned => ({
  temperature: calibrate([...corpus, ...labeled]),
  examples: labeled.map(([category, text]) => example(category, text)),
});

/** The model that follows from what was learned. The same files and labels give the same version. */
export const learnedModel = ({ temperature, examples }: Learned): Model =>
  modelOf(`${builtInVersion}+workspace.${digestOf(examples)}`, examples, temperature);

function modelOf(version: string, added: readonly Example[], temperature: number): Model {
  const examples = [...corpus.map(([category, text]) => example(category, text)), ...added];
  const categories = [...new Set(examples.map(({ category }) => category))];
  return { version, categories, bayes: new NaiveBayes(examples), temperature };
}

const digestOf = (examples: readonly Example[]): string =>
  createHash("sha256")
    .update(JSON.stringify(examples.map(({ category, terms }) => [category, [...terms].sort()])))
    .digest("hex")
    .slice(0, 8);
