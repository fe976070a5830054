import { isObject } from "../../protocol/isObject";

/** The most entries that are checked in one turn of the event loop. */
const sliceSize = 64;

/** How many pages may wait: a canceled listing leaves its page behind. */
const restLimit = 4;

/** The beginning of the hub's own cursors; a server's may be anything else. */
const prefix = "mcp-hub-slice:";

const names: Readonly<Record<string, string>> = {
  "tools/list": "tools",
  "resources/list": "resources",
  "resources/templates/list": "resourceTemplates",
  "prompts/list": "prompts",
};

/** The rest of a page, and where the list goes on after it. */
interface Rest {
  readonly method: string;
  readonly page: Readonly<Record<string, unknown>>;
  readonly entries: readonly unknown[];
  readonly nextCursor: unknown;
}

/**
 * Cuts a long page of a list into several, so that the check of its entries does not hold up everything else.
 */
export class ListSlices {
  private readonly rests = new Map<string, Rest>();
  private count = 0;

  /** The page as it is handed on; the rest of it waits under one of the hub's cursors. */
  cut(method: string, page: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const name = names[method];
    const entries = name === undefined ? undefined : page[name];
    if (name === undefined || !Array.isArray(entries) || entries.length <= sliceSize) return page;
    const cursor = `${prefix}${++this.count}`;
    for (const [oldest] of [...this.rests].slice(0, Math.max(0, this.rests.size - restLimit + 1)))
      this.rests.delete(oldest);
    this.rests.set(cursor, { method, page, entries: entries.slice(sliceSize), nextCursor: page.nextCursor });
    return { ...page, [name]: entries.slice(0, sliceSize), nextCursor: cursor };
  }

  /** What waits under the requested cursor, whole and to be cut again; `undefined` where the request is for the server. */
  take(method: string, params: unknown): Readonly<Record<string, unknown>> | undefined {
    const cursor = isObject(params) ? params.cursor : undefined;
    const rest = typeof cursor === "string" ? this.rests.get(cursor) : undefined;
    const name = names[method];
    if (!rest || name === undefined || rest.method !== method) return undefined;
    this.rests.delete(String(cursor));
    return { ...rest.page, [name]: rest.entries, nextCursor: rest.nextCursor };
  }
}
