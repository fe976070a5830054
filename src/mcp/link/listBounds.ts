import { safeLine } from "../../core/kernel/redact";
import { isObject } from "../../protocol/isObject";

/** The lists that a server is asked for page by page: the method, and the name of the list in its answers. */
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

const defaults: ListLimits = { entries: 10_000, characters: 32 * 1024 * 1024 };

/**
 * Keeps each list of one server within bounds, over all its pages, and says once for each list that something was left out. Of tools with
 * the same name, the first is kept.
 */
export class ListBounds {
  private readonly taken = new Map<string, { entries: number; characters: number }>();
  private readonly said = new Set<string>();
  private readonly names: FirstNames;

  constructor(
    private readonly server: string,
    private readonly warn: (message: string) => void,
    private readonly limits: ListLimits = defaults,
  ) {
    this.names = new FirstNames(server, warn);
  }

  /** A page is asked for; without a cursor it is the first of its list. */
  asked(method: string, params: unknown): void {
    if (!(method in lists) || (isObject(params) && params.cursor !== undefined)) return;
    this.taken.delete(method);
    if (method === "tools/list") this.names.begin();
  }

  /** A page without what is too much; then it is the last page, too. */
  bounded(method: string, page: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const name = lists[method];
    const entries = name === undefined ? undefined : page[name];
    if (name === undefined || !Array.isArray(entries)) return page;
    const taken = this.taken.get(method) ?? { entries: 0, characters: 0 };
    this.taken.set(method, taken);
    const within = entries.filter((entry) => this.take(taken, entry));
    // What is left out counts as well: a list may repeat itself without end.
    const kept = method === "tools/list" ? this.names.of(within) : within;
    if (within.length < entries.length) {
      this.say(name, taken.entries);
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

  private say(name: string, kept: number): void {
    if (this.said.has(name)) return;
    this.said.add(name);
    const what = name === "resourceTemplates" ? "resource templates" : name;
    this.warn(
      `"${this.server}" lists more ${what} than can be kept: ${kept} are there, the rest was left out. Ask its author for a shorter list.`,
    );
  }
}

/** As JSON, in characters; what is nested too deeply to be written down is larger than any limit. */
function sizeOf(entry: unknown): number {
  try {
    return JSON.stringify(entry)?.length ?? 0;
  } catch {
    return Number.POSITIVE_INFINITY; // the answer: it cannot be kept
  }
}

/** How many names are told, however many tools share theirs. */
const maxTold = 10;

/**
 * Keeps one tool for each name, over all pages of a list: a call names its tool by nothing else, so that no other of that name could
 * ever be called. The first wins.
 */
class FirstNames {
  private taken = new Set<string>();
  private readonly told = new Set<string>();

  constructor(
    private readonly server: string,
    private readonly warn: (message: string) => void,
  ) {}

  /** A list begins anew. */
  begin(): void {
    this.taken = new Set();
  }

  /** Those of a page whose name no tool before them has; says once of each name that it is there more than once. */
  of(tools: readonly unknown[]): readonly unknown[] {
    return tools.filter((tool) => {
      if (!isObject(tool) || typeof tool.name !== "string") return true; // not for this to judge
      const { name } = tool;
      const isFirst = !this.taken.has(name);
      this.taken.add(name);
      if (!isFirst) this.say(name);
      return isFirst;
    });
  }

  private say(name: string): void {
    if (this.told.has(name) || this.told.size >= maxTold) return;
    this.told.add(name);
    this.warn(
      `"${this.server}" lists more than one tool named "${safeLine(name, 80)}": the first is there, the others were left out. Ask its author to give each a name of its own.`,
    );
  }
}
