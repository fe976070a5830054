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

/** The next steps, the gravest first, at most eight. */
export function recommendationsFor(issues: readonly Issue[], readability: ReadabilityReport | undefined): string[] {
  const rank = { error: 0, warning: 1, info: 2 };
  const rules = [...issues].sort((a, b) => rank[a.severity] - rank[b.severity]).map(({ rule }) => rule);
  const steps = [...new Set(rules)].flatMap((rule) => advice[rule] ?? []);
  if (readability?.likelyEnglish && readability.fleschReadingEase < 50) {
    const { line } = readability.hardSentences[0] ?? {};
    const where = line === undefined ? "" : ` Begin with the sentence on line ${line}.`;
    steps.push(`Use shorter words and sentences: the text is ${readability.level} to read.${where}`);
  }
  const passive = issues.filter(({ rule }) => rule === "passive-voice").length;
  if (readability && passive / readability.counts.sentences > passiveShare) {
    steps.push("Turn some of the passive sentences: say who does what.");
  }
  return steps.slice(0, 8);
}
