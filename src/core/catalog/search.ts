import type { HubTool } from "../hub";
import { WordIndex } from "./wordIndex";

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
