import { isObject } from "../../protocol/isObject";

type Json = Readonly<Record<string, unknown>>;

/** What an entry is told from others by, in each list. */
const lists: ReadonlyMap<string, { readonly name: string; readonly key: string }> = new Map([
  ["tools/list", { name: "tools", key: "name" }],
  ["resources/list", { name: "resources", key: "uri" }],
  ["resources/templates/list", { name: "resourceTemplates", key: "uriTemplate" }],
  ["prompts/list", { name: "prompts", key: "name" }],
]);

/** Stands for an empty cursor on its way through the SDK. */
const marker = "mcp-hub-empty-cursor";

/** The pages of a list so far. */
interface Walk {
  /** The first entry of each page. */
  readonly firsts: Set<string>;
  /** The page that is awaited was asked for with an empty cursor. */
  isAsking: boolean;
}

/**
 * Follows a cursor that is an empty text. For most servers it means that there are no more pages, for some it is a cursor like any other
 * (specification, pagination: cursors are opaque). So the page is asked for, and counts where it is a new one.
 */
export class EmptyCursors {
  private readonly walks = new Map<string, Walk>();

  /** The parameters of a request for a page, as the server gets them. */
  requested(method: string, params: unknown): Json | undefined {
    if (!lists.has(method)) return undefined;
    const cursor = isObject(params) ? params.cursor : undefined;
    if (cursor === undefined) this.walks.delete(method);
    const isAsking = cursor === marker;
    const walk = this.walks.get(method);
    if (walk) walk.isAsking = isAsking;
    return isAsking && isObject(params) ? { ...params, cursor: "" } : undefined;
  }

  /** A page as it is handed on. */
  page(method: string, result: Json): Json {
    const list = lists.get(method);
    if (!list) return result;
    const walk = this.walks.get(method) ?? { firsts: new Set(), isAsking: false };
    this.walks.set(method, walk);
    const [first]: unknown[] = Array.isArray(result[list.name]) ? (result[list.name] as unknown[]) : [];
    const identity = isObject(first) ? String(first[list.key]) : undefined;
    if (walk.isAsking && (identity === undefined || walk.firsts.has(identity))) return this.last(list.name, result);
    if (identity !== undefined) walk.firsts.add(identity);
    return result.nextCursor === "" && identity !== undefined ? { ...result, nextCursor: marker } : result;
  }

  /** The page that stands for a refusal of the empty cursor: the pages before it are all there are. */
  refused(method: string): Json | undefined {
    const list = lists.get(method);
    return list && this.walks.get(method)?.isAsking ? this.last(list.name, {}) : undefined;
  }

  private last(name: string, result: Json): Json {
    return { ...result, [name]: [], nextCursor: undefined };
  }
}
