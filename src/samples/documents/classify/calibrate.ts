import { example, type LogOdds, NaiveBayes } from "./naiveBayes";
import { termsIn } from "./terms";

/** Probabilities of the categories, which add up to one, at a temperature: the higher, the less sure. */
export function softmax(scores: LogOdds, temperature: number): Map<string, number> {
  const highest = Math.max(...scores.values());
  const raised = [...scores].map(([category, score]) => [category, Math.exp((score - highest) / temperature)] as const);
  const sum = raised.reduce((total, [, value]) => total + value, 0);
  return new Map(raised.map(([category, value]) => [category, value / sum]));
}

const temperatures = Array.from({ length: 40 }, (_, step) => 0.5 * 1.1 ** step);

/** The most examples that are judged: with more of them, some at even distances. */
const mostJudged = 60;

/** How many words the short samples keep, so that short texts are calibrated too. */
const shortSamples = [6, 14];

/**
 * How many words a blend has of its own kind and of another. Real documents are impure: a letter speaks of an invoice,
 * a report of a contract. Without blends the classifier would only ever see textbook cases, and be sure of everything.
 */
const blends: readonly (readonly [own: number, other: number])[] = [
  [12, 8],
  [20, 16],
];

/**
 * The temperature at which the classifier's probabilities are worth their name (temperature scaling: Guo et al., "On
 * calibration of modern neural networks", ICML 2017). Each example, whole, cut short, and blended with one of another
 * kind, is judged by a classifier that saw neither; the temperature with the best likelihood of the true answers wins.
 */
export function calibrate(labeled: readonly (readonly [string, string])[]): number {
  const every = Math.max(1, Math.ceil(labeled.length / mostJudged));
  const examples = labeled.map(([category, text]) => example(category, text));
  const judged = labeled.flatMap(([category, text], index) => {
    if (index % every !== 0) return [];
    const others = labeled.map((_, at) => at).filter((at) => labeled[at]?.[0] !== category);
    const partner = others[(index * 7) % others.length] ?? 0;
    const model = new NaiveBayes(examples.filter((_, at) => at !== index && at !== partner));
    const own = text.split(/\s+/);
    const other = labeled[partner]?.[1].split(/\s+/) ?? [];
    const samples = [
      own,
      ...shortSamples.map((length) => own.slice(0, length)),
      ...blends.map(([mine, foreign]) => [...own.slice(0, mine), ...other.slice(0, foreign)]),
    ];
    return samples.map((words) => ({ category, scores: model.score(termsIn(words.join(" "))) }));
  });
  const loss = (temperature: number) =>
    judged.reduce((sum, { category, scores }) => sum - Math.log(softmax(scores, temperature).get(category) ?? 1e-9), 0);
  const best = temperatures.map((temperature) => ({ temperature, loss: loss(temperature) }));
  return best.reduce((a, b) => (b.loss < a.loss ? b : a)).temperature;
}
