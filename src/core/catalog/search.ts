import MiniSearch from "minisearch";
import type { HubTool } from "../hub";

/** Beyond these a query only costs time: nobody types them, but a model might paste a page. */
const queryLimit = 300;
const wordLimit = 24;

/** How much of a description takes part in the search; servers have sent whole manuals. */
const descriptionLimit = 1000;

interface Entry {
  readonly id: number;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly server: string;
}

/**
 * Finds tools by words: in name, title, description and server, best first (BM25+), forgiving a typo and an unfinished
 * word. The index is built at the first search, and again only when the list has changed.
 */
export class ToolSearch {
  private indexed: readonly HubTool[] = [];
  private index: MiniSearch<Entry> | undefined;

  constructor(private readonly tools: () => readonly HubTool[]) {}

  /** At most `limit` tools. A query without a word finds nothing. */
  find(query: string, limit: number): readonly HubTool[] {
    const index = this.current();
    const wanted = [...new Set(words(query.slice(0, queryLimit)))].slice(0, wordLimit).join(" ");
    return index
      .search(wanted)
      .slice(0, limit)
      .flatMap(({ id }) => this.indexed[id] ?? []);
  }

  private current(): MiniSearch<Entry> {
    const tools = this.tools();
    if (this.index && sameTools(tools, this.indexed)) return this.index;
    this.index = build(tools);
    this.indexed = tools;
    return this.index;
  }
}

function build(tools: readonly HubTool[]): MiniSearch<Entry> {
  const index = new MiniSearch<Entry>({
    fields: ["name", "title", "description", "server"],
    tokenize: words,
    processTerm: (word) => word, // `words` has already brought it into shape
    searchOptions: {
      boost: { name: 4, title: 3, server: 2 },
      prefix: (word) => word.length > 2,
      // One typo in a word of four letters, two in one of eight; short words must be right.
      fuzzy: (word) => (word.length > 3 ? 0.25 : false),
      maxFuzzy: 2,
      weights: { prefix: 0.5, fuzzy: 0.3 },
    },
  });
  index.addAll(
    tools.map(({ tool, server }, id) => ({
      id,
      name: tool.name,
      title: tool.title ?? "",
      description: (tool.description ?? "").slice(0, descriptionLimit),
      server,
    })),
  );
  return index;
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
