import MiniSearch, { type SearchOptions } from "minisearch";
import { inTurns } from "../inTurns";

/** What is looked up by its words. `id` is its place in the list. */
export interface Entry {
  readonly id: number;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly server: string;
}

const fields = ["name", "title", "description", "server"] as const;

/** How much is left of a word's score where a longer word begins with it, or where it has typos. */
const weights = { prefix: 0.5, fuzzy: 0.3 } as const;

/** One typo in a word of four letters, two in one of eight; short words must be right. */
const typosIn = (word: string): number => (word.length > 3 ? Math.min(2, Math.round(word.length / 4)) : 0);

/** From so many letters on, a word may be the beginning of another. */
const shortestBeginning = 3;

/**
 * Which entries have which words, by BM25+. The search of `minisearch` for several words takes longer than the process may stand still where
 * there are thousands of entries, or of words that begin alike. What it would add up is asked for one by one here, in turns.
 */
export class WordIndex {
  private readonly known = new Set<string>();
  private readonly index: MiniSearch<Entry>;

  private constructor(split: (text: string) => string[]) {
    this.index = new MiniSearch<Entry>({
      fields: [...fields],
      tokenize: split,
      processTerm: (word) => {
        this.known.add(word);
        return word; // `split` has already brought it into shape
      },
      searchOptions: {
        tokenize: (word) => [word],
        processTerm: (word) => word,
        boost: { name: 4, title: 3, server: 2 },
        weights,
      },
    });
  }

  /** `split`: the words of a text. */
  static async of(entries: Iterable<Entry>, split: (text: string) => string[]): Promise<WordIndex> {
    const made = new WordIndex(split);
    for await (const entry of inTurns(entries)) made.index.add(entry);
    return made;
  }

  /** The entries that have one of the words, and how well each fits: the scores of its words, times how many of them it has. */
  async scores(words: Iterable<string>): Promise<ReadonlyMap<number, number>> {
    const found = new Map<number, { score: number; words: number; last: string }>();
    for await (const { word, asked, options } of inTurns(this.lookUps(words)))
      for (const { id, score } of this.index.search(asked, options)) {
        const sum = found.get(id) ?? { score: 0, words: 0, last: "" };
        sum.score += score;
        if (sum.last !== word) sum.words++;
        sum.last = word;
        found.set(id, sum);
      }
    return new Map([...found].map(([id, { score, words: count }]) => [id, score * count]));
  }

  /** For each word: itself and its typos in each field, and then every longer word that begins with it. */
  private *lookUps(words: Iterable<string>): Generator<{ word: string; asked: string; options: SearchOptions }> {
    for (const word of words) {
      for (const field of fields) yield { word, asked: word, options: { fields: [field], fuzzy: typosIn(word) } };
      if (word.length < shortestBeginning) continue;
      for (const longer of this.known)
        if (longer !== word && longer.startsWith(word))
          yield { word, asked: longer, options: { boostTerm: () => beginningWeight(word, longer) } };
    }
  }
}

/** As `minisearch` weighs it, less what the longer word has got already where so few letters are missing that it is a typo, too. */
function beginningWeight(word: string, longer: string): number {
  const missing = longer.length - word.length;
  const asTypo = missing <= typosIn(word) ? (weights.fuzzy * longer.length) / (longer.length + missing) : 0;
  return (weights.prefix * longer.length) / (longer.length + 0.3 * missing) - asTypo;
}
