import { safeLine } from "../../core/kernel/redact";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";

/** The lists that a server sends page by page: the method, and the name of the list in its results. */
const lists: Readonly<Record<string, string>> = {
  "tools/list": "tools",
  "resources/list": "resources",
  "resources/templates/list": "resourceTemplates",
  "prompts/list": "prompts",
};

export interface ListLimits {
  readonly entries: number;
  /** Characters of the entries as JSON. */
  readonly characters: number;
}

/** The most pages of one list that the SDK asks for. */
export const maxPages = 1000;

const defaults: ListLimits = { entries: 10_000, characters: 32 * 1024 * 1024 };

/**
 * Keeps each list of one server within bounds, over all its pages, and warns once for each list that something was left out. Of tools
 * with the same name, the first is kept.
 */
export class ListBounds {
  private readonly taken = new Map<string, { entries: number; characters: number }>();
  private readonly warnedLists = new Set<string>();
  private readonly names: UniqueToolNames;

  constructor(
    private readonly server: string,
    private readonly warn: (message: string) => void,
    private readonly limits: ListLimits = defaults,
  ) {
    this.names = new UniqueToolNames(server, warn);
  }

  /** A page is requested; without a cursor it is the first of its list. */
  requested(method: string, params: unknown): void {
    if (!Object.hasOwn(lists, method) || (isObject(params) && params.cursor !== undefined)) return;
    this.taken.delete(method);
    if (method === "tools/list") this.names.reset();
  }

  /** A page without the entries that are too many; then it is also the last page. */
  bounded(method: string, page: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const name = lists[method];
    const entries = name === undefined ? undefined : page[name];
    if (name === undefined || !Array.isArray(entries)) return page;
    const taken = this.taken.get(method) ?? { entries: 0, characters: 0 };
    this.taken.set(method, taken);
    const within = entries.filter((entry) => this.take(taken, entry));
    // What is left out counts as well: a list may repeat itself without end.
    const kept = method === "tools/list" ? this.names.firstOfEach(within) : within;
    if (within.length < entries.length) {
      this.warnOnce(name, taken.entries);
      return { ...page, [name]: kept, nextCursor: undefined };
    }
    return kept.length < within.length ? { ...page, [name]: kept } : page;
  }

  private take(taken: { entries: number; characters: number }, entry: unknown): boolean {
    if (taken.entries >= this.limits.entries) return false;
    const characters = taken.characters + sizeOf(entry);
    if (characters > this.limits.characters) return false;
    taken.characters = characters;
    taken.entries++;
    return true;
  }

  private warnOnce(name: string, kept: number): void {
    if (this.warnedLists.has(name)) return;
    this.warnedLists.add(name);
    const what = name === "resourceTemplates" ? "resource templates" : name;
    this.warn(
      message(
        "link.listTooLong",
        '"{server}" lists more {what} than the hub can keep: {kept} are there, the rest was left out. Ask its author for a shorter list.',
        { server: this.server, what, kept },
      ),
    );
  }
}

/** The size as JSON, in characters; a value that is nested too deeply for JSON is larger than any limit. */
function sizeOf(entry: unknown): number {
  try {
    return JSON.stringify(entry)?.length ?? 0;
  } catch {
    return Number.POSITIVE_INFINITY; // cannot be kept
  }
}

/** The most names that are warned about, however many tools share theirs. */
const maxWarnings = 10;

/**
 * Keeps one tool for each name, over all pages of a list: a call identifies its tool by nothing else, so no other tool of that name
 * could ever be called. The first one wins.
 */
class UniqueToolNames {
  private taken = new Set<string>();
  private readonly warned = new Set<string>();

  constructor(
    private readonly server: string,
    private readonly warn: (message: string) => void,
  ) {}

  /** A list is read again from its beginning. */
  reset(): void {
    this.taken = new Set();
  }

  /** The tools of a page whose name no earlier tool has; warns once for each name that is there more than once. */
  firstOfEach(tools: readonly unknown[]): readonly unknown[] {
    return tools.filter((tool) => {
      if (!isObject(tool) || typeof tool.name !== "string") return true; // not for this to judge
      const { name } = tool;
      const isFirst = !this.taken.has(name);
      this.taken.add(name);
      if (!isFirst) this.warnOnce(name);
      return isFirst;
    });
  }

  private warnOnce(name: string): void {
    if (this.warned.has(name) || this.warned.size >= maxWarnings) return;
    this.warned.add(name);
    this.warn(
      message(
        "link.duplicateTool",
        '"{server}" lists more than one tool named "{tool}": the first was kept, the others were left out. Ask its author to give each a name of its own.',
        { server: this.server, tool: safeLine(name, 80) },
      ),
    );
  }
}
