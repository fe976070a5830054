import type { Place } from "./access/resolvePath";
import { classify } from "./classify/classify";
import type { Model } from "./classify/model";
import { proseOf } from "./measure/prose";
import { wordsIn } from "./measure/words";
import { plainText } from "./parse/outline";
import { Refusal } from "./refusal";
import type { Document, Workspace } from "./workspace";

/** What is counted in a document, and added up over several. */
export interface Tally {
  readonly words: number;
  /** In running text. */
  readonly sentences: number;
  readonly paragraphs: number;
  readonly headings: number;
  readonly links: number;
  readonly characters: number;
}

export interface Statistics extends Tally {
  readonly documents: number;
  readonly formats: Readonly<Record<string, number>>;
  readonly categories: Readonly<Record<string, number>>;
  readonly longest: readonly { readonly document: string; readonly words: number }[];
  /** Files that could not be read, and why; at most twenty. */
  readonly skipped: readonly { readonly document: string; readonly reason: string }[];
}

const keptLongest = 5;
const keptSkipped = 20;

/** Counts documents one after the other; `onDocument` hears how many are done. Stops when the signal says so. */
export async function gatherStatistics(
  workspace: Workspace,
  places: readonly Place[],
  model: Model,
  onDocument: (done: number, name: string) => Promise<void>,
  signal: AbortSignal,
): Promise<Statistics> {
  const counted: { name: string; format: string; category: string; tally: Tally }[] = [];
  const skipped: { document: string; reason: string }[] = [];
  for (const [index, place] of places.entries()) {
    try {
      const document = await workspace.read(place, undefined, signal);
      const category = classify(plainText(document.outline), model).category;
      counted.push({ name: document.name, format: document.fileType, category, tally: tallyOf(document) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (skipped.length < keptSkipped) skipped.push({ document: place.name, reason: error.message });
    }
    await onDocument(index + 1, place.name);
  }
  const sum = (key: keyof Tally) => counted.reduce((total, { tally }) => total + tally[key], 0);
  return {
    documents: counted.length,
    words: sum("words"),
    sentences: sum("sentences"),
    paragraphs: sum("paragraphs"),
    headings: sum("headings"),
    links: sum("links"),
    characters: sum("characters"),
    formats: countBy(counted.map(({ format }) => format)),
    categories: countBy(counted.map(({ category }) => category)),
    longest: counted
      .map(({ name, tally }) => ({ document: name, words: tally.words }))
      .sort((a, b) => b.words - a.words)
      .slice(0, keptLongest),
    skipped,
  };
}

/** Counts what is in a document. */
export function tallyOf({ outline }: Document): Tally {
  const text = plainText(outline);
  const count = (...kinds: string[]) => outline.blocks.filter(({ kind }) => kinds.includes(kind)).length;
  return {
    words: wordsIn(text).length,
    sentences: proseOf(outline).reduce((sum, { sentences }) => sum + sentences.length, 0),
    paragraphs: count("paragraph", "quote"),
    headings: count("heading"),
    links: outline.references.filter(({ kind }) => kind === "link").length,
    characters: text.length,
  };
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}
