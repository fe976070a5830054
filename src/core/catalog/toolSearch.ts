import MiniSearch, { type SearchOptions } from "minisearch";
import { inSlices } from "../kernel/timeSlices";
import type { HubTool } from "./catalog";

/** Beyond these a query only costs time: nobody types them, but a model might paste a page. */
const queryLimit = 300;
const wordLimit = 24;

/** How much of a description takes part in the search; servers have sent whole manuals. */
const descriptionLimit = 1000;

/** An index, and the list that it was made of: what it finds are places in that list. */
interface Indexed {
  readonly tools: readonly HubTool[];
  readonly index: Promise<WordIndex>;
}

/**
 * Finds tools by words: in name, title, description and server, best first (BM25+), forgiving a typo and an unfinished
 * word. The index is built at the first search, and again only when the list has changed. Thousands of tools take longer than the
 * process may stand still: the index is built in turns, and looked at in turns.
 */
export class ToolSearch {
  private indexed: Indexed | undefined;

  constructor(private readonly tools: () => readonly HubTool[]) {}

  /** At most `limit` of the tools that there are when it is asked. A query without a word finds nothing. */
  async find(query: string, limit: number): Promise<readonly HubTool[]> {
    const { tools, index } = this.current();
    const wanted = [...new Set(words(query.slice(0, queryLimit)))].slice(0, wordLimit);
    const scores = await (await index).scores(wanted);
    return [...scores]
      .sort(([one, a], [other, b]) => b - a || one - other)
      .slice(0, limit)
      .flatMap(([id]) => tools[id] ?? []);
  }

  /** Those who ask while it is being built wait for the same one. */
  private current(): Indexed {
    const tools = this.tools();
    if (!this.indexed || !sameTools(tools, this.indexed.tools)) this.indexed = { tools, index: build(tools) };
    return this.indexed;
  }
}

function build(tools: readonly HubTool[]): Promise<WordIndex> {
  const entries = tools.map(({ tool, server }, id) => ({
    id,
    name: tool.name,
    title: tool.title ?? "",
    description: (tool.description ?? "").slice(0, descriptionLimit),
    server,
  }));
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

/** A refreshed list has new arrays around the same tools. */
function sameTools(a: readonly HubTool[], b: readonly HubTool[]): boolean {
  if (a === b) return true;
  return (
    a.length === b.length &&
    a.every((one, at) => one.tool === b[at]?.tool && one.server === b[at]?.server && one.modelName === b[at]?.modelName)
  );
}

/** What is looked up by its words. `id` is its place in the list. */
interface Entry {
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
    for await (const entry of inSlices(entries)) made.index.add(entry);
    return made;
  }

  /** The entries that have one of the words, and how well each fits: the scores of its words, times how many of them it has. */
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
