import { longSentence } from "../measure/checkReadability";
import type { ProseBlock, Sentence } from "../measure/prose";
import { excerpt, type IssueList } from "./issue";
import { isPassive } from "./passive";

/** A sentence of this many words is lost on most readers, in words. */
const tooLongSentence = 45;

/** Above this a paragraph holds more than one thought, in words. */
const longParagraph = 150;

/** Words that may stand twice in good English: "the book that that man wrote", "he had had enough", "so so". */
const mayRepeat = new Set(["that", "had", "so", "very", "is", "bye", "no", "ha"]);

/** What slows a reader down in running text. */
export function checkProse(prose: readonly ProseBlock[], issues: IssueList): void {
  for (const { block, sentences, words } of prose) {
    if (words > longParagraph) {
      issues.add(
        "long-paragraph",
        "warning",
        block.line,
        `A paragraph of ${words} words: split it where the thought turns.`,
      );
    }
    for (const sentence of sentences) checkSentence(sentence, issues);
  }
}

function checkSentence({ text, words, line }: Sentence, issues: IssueList): void {
  if (words.length > longSentence) {
    const severity = words.length > tooLongSentence ? "warning" : "info";
    issues.add("long-sentence", severity, line, `A sentence of ${words.length} words: ${excerpt(text)}.`);
  }
  for (const match of text.matchAll(/(?<![\p{L}\p{N}'’-])(\p{L}+)\s+\1(?![\p{L}\p{N}'’-])/giu)) {
    const word = match[1] ?? "";
    if (mayRepeat.has(word.toLowerCase())) continue;
    issues.add("repeated-word", "warning", line, `The word ${excerpt(word)} stands twice in a row.`);
  }
  if (isPassive(text)) {
    issues.add("passive-voice", "info", line, `Perhaps passive: ${excerpt(text)}. Say who does it, if that matters.`);
  }
}
