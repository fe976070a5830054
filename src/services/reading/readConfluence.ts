import { isObject } from "../../protocol/isObject";
import {
  addressOf,
  all,
  at,
  listAt,
  numberAt,
  type ReadPage,
  textAt,
  textOf,
  textOrNull,
  timeOf,
  unwrapped,
} from "./found";
import type { Opened } from "./openedResult";

/** One page with its text. */
export function readPage({ value }: Opened): ReadPage | undefined {
  const raw = onePage(value);
  const page = pageOf(raw);
  const content = contentOf(raw);
  return page && content !== undefined ? { items: [{ ...page, content }] } : undefined;
}

/** The pages that a search found. */
export function readPageHits({ value }: Opened): ReadPage | undefined {
  const data = unwrapped(value);
  const list = listAt(data, "content.nodes", "results", "pages", "");
  const items = list && all(list, hitOf);
  if (!items) return undefined;
  const link = textAt(data, "_links.next") ?? "";
  const cursor = /[?&]cursor=([^&]+)/.exec(link)?.[1];
  const totals = ["content.totalCount", "totalSize", "totalResults", "total"];
  const total = totals.map((path) => numberAt(data, path)).find((count) => count !== undefined);
  return { items, next: cursor && decoded(cursor), total, more: link !== "" };
}

/** A page that a server offers as a resource: JSON like that of its tools, or the text itself. */
export function readPageResource(opened: Opened, { pageId }: Readonly<Record<string, unknown>>): ReadPage | undefined {
  if (opened.value !== undefined) return readPage(opened);
  const id = textOf(pageId);
  if (id === undefined || opened.text === "") return undefined;
  const title = /^#\s+(.+)$/m.exec(opened.text)?.[1] ?? "";
  return { items: [{ id, title, content: opened.text, spaceKey: null, lastModified: null, url: null }] };
}

function onePage(value: unknown): unknown {
  const data = unwrapped(value);
  const list = listAt(data, "content.nodes");
  if (list) return list.length === 1 ? list[0] : undefined;
  // sooperset's page lies in `metadata`; a page of Confluence's own API has other metadata beside its id.
  const inner = at(data, "metadata");
  return isObject(inner) && textAt(inner, "id") ? inner : data;
}

function pageOf(raw: unknown) {
  const id = textAt(raw, "id", "content.id");
  const title = textAt(raw, "title", "content.title");
  if (id === undefined || title === undefined) return undefined;
  const url = addressOf(textAt(raw, "webUrl"), textAt(raw, "url"), linked(raw));
  return {
    id,
    title,
    spaceKey: (textAt(raw, "space.key", "content.space.key", "spaceKey") || spaceIn(raw)) ?? null,
    lastModified: timeOf(
      textAt(
        raw,
        ...["lastModified", "version_date", "version.when", "version.createdAt", "metadata.version.createdAt"],
        ...["history.lastUpdated.when", "updated"],
      ),
    ),
    url,
  };
}

function hitOf(raw: unknown) {
  const page = pageOf(raw);
  return page && { ...page, excerpt: textOrNull(raw, "summary", "excerpt", "content.value", "content") };
}

const linked = (raw: unknown): string | undefined => {
  const [base, path] = [textAt(raw, "_links.base"), textAt(raw, "_links.webui")];
  return base !== undefined && path?.startsWith("/") ? `${base}${path}` : undefined;
};

/** The space in the address of a page. */
function spaceIn(raw: unknown): string | undefined {
  for (const path of ["webUrl", "url", "_links.webui", "content._links.webui"]) {
    const found = /\/(?:spaces|display)\/([^/?#]+)(?:\/|$)/.exec(textAt(raw, path) ?? "")?.[1];
    if (found !== undefined) return decoded(found);
  }
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The text of a page; an empty page has an empty one. */
function contentOf(raw: unknown): string | undefined {
  for (const path of ["body", "body.value", "body.storage.value", "body.view.value", "content.value", "content"]) {
    const found = at(raw, path);
    if (typeof found === "string") return found;
  }
  return undefined;
}
