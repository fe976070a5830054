import type { Format } from "../access/formats";
import { checkReadability, type ReadabilityReport } from "../measure/checkReadability";
import { proseOf } from "../measure/prose";
import { wordsIn } from "../measure/words";
import { type Outline, plainText } from "../parse/outline";
import { detectIssues } from "./detectIssues";
import type { Issue } from "./issue";
import type { LookUp } from "./linkRules";
import { type Recommendation, recommendationsOf } from "./recommendations";
import { type Scores, scoresOf } from "./scores";
import { validateStructure } from "./validateStructure";

export interface Quality {
  readonly scores: Scores;
  /** Of structure and content together, in the order of their lines. */
  readonly issues: readonly Issue[];
  /** The next steps, the gravest first. */
  readonly steps: readonly Recommendation[];
  /** The first eight of them, in words. */
  readonly recommendations: readonly string[];
  /** Issues by rule, with those beyond the limit of a rule. */
  readonly counts: Readonly<Record<string, number>>;
  /** `undefined` when there is no running text. */
  readonly readability: ReadabilityReport | undefined;
  readonly words: number;
}

/** All measures at once, weighed. */
export async function analyzeQuality(
  source: string,
  format: Format,
  outline: Outline,
  lookUp: LookUp,
): Promise<Quality> {
  const readability = proseOf(outline).length > 0 ? checkReadability(outline) : undefined;
  const structure = await validateStructure(outline, lookUp);
  const content = detectIssues(source, format, outline);
  const words = wordsIn(plainText(outline)).length;
  const issues = [...structure.issues, ...content.issues].sort((a, b) => a.line - b.line);
  const steps = recommendationsOf(issues, readability);
  return {
    scores: scoresOf(readability, structure, content, words),
    issues,
    steps,
    recommendations: steps.slice(0, 8).map(({ recommendation }) => recommendation),
    counts: { ...structure.counts, ...content.counts },
    readability,
    words,
  };
}
