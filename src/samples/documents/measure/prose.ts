import type { Block, Outline } from "../parse/outline";
import { sentencesIn } from "./sentences";
import { wordsIn } from "./words";

export interface Sentence {
  readonly text: string;
  readonly words: readonly string[];
  /** Where it begins, from 1. */
  readonly line: number;
}

export interface ProseBlock {
  readonly block: Block;
  readonly sentences: readonly Sentence[];
  readonly words: number;
}

/** A list item shorter than this is a catchword, not a sentence. In words. */
const shortestItem = 6;

/**
 * What is written in sentences: paragraphs, quotations, and list items of six words or more. Headings, tables and code
 * are not: the readability formulas were made for running text.
 */
export function proseOf(outline: Outline): ProseBlock[] {
  return outline.blocks.flatMap((block) => {
    if (block.kind !== "paragraph" && block.kind !== "quote" && block.kind !== "list-item") return [];
    const sentences = sentencesIn(block.passage.text).map(({ text, offset }) => ({
      text,
      words: wordsIn(text),
      line: block.passage.lineAt(offset),
    }));
    const words = sentences.reduce((sum, sentence) => sum + sentence.words.length, 0);
    return words === 0 || (block.kind === "list-item" && words < shortestItem) ? [] : [{ block, sentences, words }];
  });
}
