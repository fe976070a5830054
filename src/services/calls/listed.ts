import { isObject } from "../../protocol/isObject";
import type { Listing } from "../contracts/contract";
import { type ReadPage, textAt } from "../reading/found";
import type { Paging, Variables } from "../rows/row";

/** The most pages that one listing asks for: some servers give five items a page, whatever they are asked for. */
const mostPages = 250;

/** Every page until the wanted number is there, or the server has no more. An item that comes twice counts once. */
export async function listed(
  paging: Paging | undefined,
  wanted: number,
  read: (variables: Variables) => Promise<ReadPage>,
): Promise<Listing<unknown>> {
  const { by, most, least = 1 } = paging ?? { by: "none", most: wanted };
  const items = new Map<string, unknown>();
  const cursors = new Set<string>();
  let seen = 0;
  let cursor: string | undefined;
  for (let page = 1; ; page++) {
    const left = wanted - items.size;
    // The size stays the same where it decides what the second page is.
    const size = Math.max(least, Math.min(most, by === "page" ? wanted : left));
    const start = cursor === undefined && seen > 0 ? seen : undefined;
    const one = await read({ size, cursor, start, page, offset: page > 1 ? page - 1 : undefined });
    const before = items.size;
    for (const item of one.items) items.set(identityOf(item), item);
    seen += one.items.length;
    const hasMore = one.more === true || (one.total !== undefined ? one.total > seen : one.items.length >= size);
    const enough = items.size >= wanted;
    cursor = one.next;
    const repeats = cursor !== undefined && cursors.has(cursor);
    if (cursor !== undefined) cursors.add(cursor);
    const canGoOn = by !== "none" && !repeats && (by !== "cursor" || cursor !== undefined);
    const isDone = enough || !hasMore || !canGoOn || items.size === before || page >= mostPages;
    if (!isDone) continue;
    const all = [...items.values()].slice(0, wanted);
    return { items: ranked(all), incomplete: !enough && hasMore && !(by === "cursor" && isLastPage(one)) };
  }
}

/** A server that pages by cursors and says nothing of more has none. */
const isLastPage = ({ next, more, total }: ReadPage): boolean =>
  next === undefined && more !== true && total === undefined;

const identityOf = (item: unknown): string =>
  textAt(item, "url") !== undefined && textAt(item, "id") === undefined
    ? `url:${textAt(item, "url")}`
    : (textAt(item, "id") ?? JSON.stringify(item));

/** Hits of the web are numbered through all pages. */
const ranked = (items: readonly unknown[]): readonly unknown[] =>
  items.map((item, index) => (isObject(item) && "rank" in item ? { ...item, rank: index + 1 } : item));
