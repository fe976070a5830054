import type { ReadabilityReport } from "../measure/checkReadability";
import type { Issue } from "./issue";

/** What to do about a rule's findings, in the imperative. Rules without an entry explain themselves. */
const advice: Readonly<Record<string, string>> = {
  "merge-conflict": "Solve the merge conflict first: until then the text says two things.",
  "hidden-direction": "Remove the characters that turn the reading direction, or ask who put them there.",
  "hidden-tags": "Remove the invisible tag characters, and treat what they spell as untrusted.",
  "broken-link": "Mend or remove the links to files that do not exist.",
  "broken-anchor": "Point the links within documents to headings that are there.",
  "unclosed-fence": "Close the open code fence.",
  placeholder: "Fill in or remove the placeholders.",
  "missing-title": "Give the document a title.",
  "several-titles": "Keep one heading of level 1, and put the others a level down.",
  "skipped-level": "Let headings go down one level at a time.",
  "empty-section": "Fill the empty sections, or remove their headings.",
  "duplicate-heading": "Give headings of the same name different ones.",
  "image-without-text": "Describe every image in its alternative text.",
  "long-sentence": "Split the longest sentences: one thought each.",
  "long-paragraph": "Break up the long paragraphs.",
  "repeated-word": "Take out the doubled words.",
  "unbalanced-bracket": "Pair the brackets.",
  "mixed-line-endings": "Save the file with one kind of line ending.",
};

/** Passive sentences up to this share are good style. */
const passiveShare = 0.25;

/** What to do next, why, and where. */
export interface Recommendation {
  readonly recommendation: string;
  readonly priority: "high" | "medium" | "low";
  /** The rule whose findings it answers, or the measure. */
  readonly rule: string;
  /** How many findings there are; some beyond a limit are not among them. */
  readonly count: number;
  /** Where the first of them are, at most ten. */
  readonly lines: readonly number[];
}

const priorities = { error: "high", warning: "medium", info: "low" } as const;
const mostLines = 10;

/** All next steps, the gravest first. */
export function recommendationsOf(
  issues: readonly Issue[],
  readability: ReadabilityReport | undefined,
): Recommendation[] {
  const rank = { error: 0, warning: 1, info: 2 };
  const sorted = [...issues].sort((a, b) => rank[a.severity] - rank[b.severity]);
  const step = (
    recommendation: string,
    priority: Recommendation["priority"],
    rule: string,
    lines: readonly number[],
  ) => ({
    recommendation,
    priority,
    rule,
    count: lines.length,
    lines: lines.slice(0, mostLines),
  });
  const linesOf = (rule: string) => issues.filter((issue) => issue.rule === rule).map(({ line }) => line);
  const steps = [...new Set(sorted.map(({ rule }) => rule))].flatMap((rule) => {
    const text = advice[rule];
    const { severity = "info" } = sorted.find((issue) => issue.rule === rule) ?? {};
    return text === undefined ? [] : [step(text, priorities[severity], rule, linesOf(rule))];
  });
  if (readability?.likelyEnglish && readability.fleschReadingEase < 50) {
    const { line } = readability.hardSentences[0] ?? {};
    const where = line === undefined ? "" : ` Begin with the sentence on line ${line}.`;
    const hard = readability.hardSentences.map((sentence) => sentence.line);
    const text = `Use shorter words and sentences: the text is ${readability.level} to read.${where}`;
    steps.push(step(text, "medium", "readability", hard));
  }
  const passive = linesOf("passive-voice");
  if (readability && passive.length / readability.counts.sentences > passiveShare) {
    steps.push(step("Turn some of the passive sentences: say who does what.", "low", "passive-voice", passive));
  }
  return steps;
}
