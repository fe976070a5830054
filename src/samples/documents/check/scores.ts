import type { ReadabilityReport } from "../measure/checkReadability";
import type { IssueList, Severity } from "./issue";

/** Each from 0 to 100, rounded; higher is better. */
export interface Scores {
  /** 40 % readability, 30 % structure, 30 % content; without prose, structure and content by halves. */
  readonly overall: number;
  /** Flesch reading ease with 0 as 0 and 70 ("fairly easy") or more as 100, less one point per percent of hard sentences (at most 30). `null`: no prose, or not English. */
  readonly readability: number | null;
  /** 100, less 15 for each broken thing (error), 6 for each stumbling block (warning), 2 for each remark (info) in the structure; each rule counts three times at most. */
  readonly structure: number;
  /** 100, less what the issues in language and file weigh (error 10, warning 4, info 1) per hundred words, the text counted as a hundred at least. */
  readonly content: number;
}

const structureWeights: Readonly<Record<Severity, number>> = { error: 15, warning: 6, info: 2 };
const contentWeights: Readonly<Record<Severity, number>> = { error: 10, warning: 4, info: 1 };

/** How often one rule can cost points in the structure. */
const mostPerRule = 3;

/** Weighs what the other measures found. `words` is the length of the whole document. */
export function scoresOf(
  readability: ReadabilityReport | undefined,
  structure: IssueList,
  content: IssueList,
  words: number,
): Scores {
  const reading = readability?.likelyEnglish ? readingScore(readability) : null;
  const structureScore = score(100 - structurePenalty(structure));
  const weight = content.issues.reduce((sum, { severity }) => sum + contentWeights[severity], 0);
  const contentScore = score(100 - (weight * 100) / Math.max(100, words));
  const overall =
    reading === null ? (structureScore + contentScore) / 2 : 0.4 * reading + 0.3 * structureScore + 0.3 * contentScore;
  return { overall: score(overall), readability: reading, structure: structureScore, content: contentScore };
}

function readingScore({ fleschReadingEase, hardSentenceCount, counts }: ReadabilityReport): number {
  const ease = Math.min(100, Math.max(0, (fleschReadingEase / 70) * 100));
  return score(ease - Math.min(30, (100 * hardSentenceCount) / counts.sentences));
}

function structurePenalty(structure: IssueList): number {
  const times = new Map<string, number>();
  let penalty = 0;
  for (const { rule, severity } of structure.issues) {
    const count = (times.get(rule) ?? 0) + 1;
    times.set(rule, count);
    if (count <= mostPerRule) penalty += structureWeights[severity];
  }
  return penalty;
}

const score = (value: number) => Math.round(Math.min(100, Math.max(0, value)));
