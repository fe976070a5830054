import { isObject } from "../../protocol/isObject";

/** As many entries as are looked at in one turn of the event loop. */
const sliceSize = 200;

/** How many pages may wait: listings that were given up leave theirs behind. */
const restLimit = 4;

/** Cursors of ours; a server's own may be anything else. */
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
 * Cuts a long page of a list into several, so that whoever checks them entry by entry leaves room for others in between.
 */
export class ListSlices {
  private readonly rests = new Map<string, Rest>();
  private count = 0;

  /** The page as it is handed on; the rest of it waits under a cursor of ours. */
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

  /** What waits under the cursor that is asked for, whole and to be cut again; `undefined` where the server is to be asked. */
  take(method: string, params: unknown): Readonly<Record<string, unknown>> | undefined {
    const cursor = isObject(params) ? params.cursor : undefined;
    const rest = typeof cursor === "string" ? this.rests.get(cursor) : undefined;
    const name = names[method];
    if (!rest || name === undefined || rest.method !== method) return undefined;
    this.rests.delete(String(cursor));
    return { ...rest.page, [name]: rest.entries, nextCursor: rest.nextCursor };
  }
}
