import MiniSearch, { type SearchOptions } from "minisearch";
import { inSlices } from "../kernel/timeSlices";
import { asShown, type HubTool } from "./catalog";

/** The limits of a query. People do not type longer ones, but a model might paste a page. */
const queryLimit = 300;
const wordLimit = 24;

/** How many characters of a description are searched: servers have sent whole manuals. */
const descriptionLimit = 1000;

/** An index, and the list that it was built from. The index finds positions in that list. */
interface Indexed {
  readonly tools: readonly HubTool[];
  readonly index: Promise<WordIndex>;
}

/**
 * Finds tools by words in their name, title, description and server, best first (BM25+), with tolerance for typing mistakes and unfinished
 * words. The index is built at the first search, and again only when the list has changed. It is built and searched in time slices,
 * because thousands of tools would otherwise block the process for too long.
 */
export class ToolSearch {
  private indexed: Indexed | undefined;

  constructor(private readonly tools: () => readonly HubTool[]) {}

  /** The best `limit` of the current tools. A query without words finds nothing. */
  async find(query: string, limit: number): Promise<readonly HubTool[]> {
    const { tools, index } = this.current();
    const wanted = [...new Set(words(query.slice(0, queryLimit)))].slice(0, wordLimit);
    const scores = await (await index).scores(wanted);
    return [...scores]
      .sort(([one, a], [other, b]) => b - a || one - other)
      .slice(0, limit)
      .flatMap(([id]) => tools[id] ?? []);
  }

  /** The index of the current list. Searches that start while it is being built wait for the same index. */
  private current(): Indexed {
    const tools = this.tools();
    if (!this.indexed || !sameTools(tools, this.indexed.tools)) this.indexed = { tools, index: build(tools) };
    return this.indexed;
  }
}

function build(tools: readonly HubTool[]): Promise<WordIndex> {
  const entries = tools.map((one, id) => {
    const { name, title = "", description = "" } = asShown(one);
    const names = name === one.tool.name ? name : `${name} ${one.tool.name}`;
    return { id, name: names, title, description: description.slice(0, descriptionLimit), server: one.server };
  });
  return WordIndex.of(entries, words);
}

/** `readTextFile`, `read_text_file` and `Read text-file` are the same three words; accents do not matter. */
export function words(text: string): string[] {
  return text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .replace(/(\p{Lower}|\d)(\p{Upper})/gu, "$1 $2")
    .replace(/(\p{Upper})(\p{Upper}\p{Lower})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((word) => word !== "");
}

/** Whether two lists contain the same tools. A refreshed list is a new array with the same tools. */
function sameTools(a: readonly HubTool[], b: readonly HubTool[]): boolean {
  if (a === b) return true;
  return (
    a.length === b.length &&
    a.every((one, at) => {
      const other = b[at];
      return (
        one.tool === other?.tool &&
        one.shown === other.shown &&
        one.server === other.server &&
        one.modelName === other.modelName
      );
    })
  );
}

/** A tool in the index. `id` is its position in the list. */
interface Entry {
  readonly id: number;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly server: string;
}

const fields = ["name", "title", "description", "server"] as const;

/** The part of a word's score that counts for a longer word that begins with it, or for a word with typing mistakes. */
const weights = { prefix: 0.5, fuzzy: 0.3 } as const;

/** One typing mistake is allowed in a word of four letters, two in a word of eight. Shorter words must match exactly. */
const typosIn = (word: string): number => (word.length > 3 ? Math.min(2, Math.round(word.length / 4)) : 0);

/** The shortest word that may match the beginning of a longer one, in letters. */
const shortestPrefix = 3;

/**
 * Which entries contain which words, by BM25+. With thousands of entries, or of words with the same beginning, a search of `minisearch` for
 * several words blocks the process for too long. Here, its parts are looked up one by one in time slices and then added up.
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
        return word; // `split` has already normalized it
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
    for await (const entry of inSlices(entries)) made.index.add(entry);
    return made;
  }

  /** The entries that contain at least one of the words, with their score: the sum over the words, times the number of words found. */
  async scores(words: Iterable<string>): Promise<ReadonlyMap<number, number>> {
    const found = new Map<number, { score: number; words: number; last: string }>();
    for await (const { word, asked, options } of inSlices(this.lookUps(words)))
      for (const { id, score } of this.index.search(asked, options)) {
        const sum = found.get(id) ?? { score: 0, words: 0, last: "" };
        sum.score += score;
        if (sum.last !== word) sum.words++;
        sum.last = word;
        found.set(id, sum);
      }
    return new Map([...found].map(([id, { score, words: count }]) => [id, score * count]));
  }

  /** For each word: the word itself and its misspellings in each field, then every longer word that begins with it. */
  private *lookUps(words: Iterable<string>): Generator<{ word: string; asked: string; options: SearchOptions }> {
    for (const word of words) {
      for (const field of fields) yield { word, asked: word, options: { fields: [field], fuzzy: typosIn(word) } };
      if (word.length < shortestPrefix) continue;
      for (const longer of this.known)
        if (longer !== word && longer.startsWith(word))
          yield { word, asked: longer, options: { boostTerm: () => prefixWeight(word, longer) } };
    }
  }
}

/** The weight that `minisearch` uses, less what the longer word already scored if so few letters are missing that it also counts as a typo. */
function prefixWeight(word: string, longer: string): number {
  const missing = longer.length - word.length;
  const asTypo = missing <= typosIn(word) ? (weights.fuzzy * longer.length) / (longer.length + missing) : 0;
  return (weights.prefix * longer.length) / (longer.length + 0.3 * missing) - asTypo;
}
