import { isObject } from "../../protocol/isObject";
import { addressOf, all, at, listAt, numberAt, type ReadPage, textAt, textOf, textOrNull, unwrapped } from "./found";
import { numberedBlocks } from "./numberedBlocks";
import type { Opened } from "./openedResult";

/** Issues and tasks of GitHub, Linear and Asana as JSON. */
export function readWorkItems({ value }: Opened): ReadPage | undefined {
  const data = unwrapped(value);
  const list = listAt(data, "items", "issues", "nodes", "tasks", "results", "");
  const items = list && all(list, workItemOf);
  if (!items) return undefined;
  const next = textAt(data, "cursor", "nextCursor", "pageInfo.endCursor");
  return { items, next, total: numberAt(data, "total_count"), more: at(data, "incomplete_results") === true };
}

export function readWorkItem({ value }: Opened): ReadPage | undefined {
  const raw = unwrapped(value);
  const item = workItemOf(raw);
  const description = textOrNull(raw, "body", "description", "notes");
  return item && { items: [{ ...item, description }] };
}

/** What a tracker says of an item that it has created. */
export function readCreatedItem({ value }: Opened): ReadPage | undefined {
  const raw = unwrapped(value);
  const inner = isObject(at(raw, "issue")) ? at(raw, "issue") : raw;
  const url = urlOf(inner);
  // GitHub's own server names the number only in the address.
  const id = /\/issues\/(\d+)$/.exec(url ?? "")?.[1] ?? idOf(inner);
  return id === undefined ? undefined : { items: [{ id, url }] };
}

function workItemOf(raw: unknown) {
  const [id, title] = [idOf(raw), textAt(raw, "title", "name")];
  if (id === undefined || title === undefined) return undefined;
  return { id, title, status: statusOf(raw), url: urlOf(raw) };
}

/** What people call it where it has such a name: a number, or a key such as `ENG-1`. */
const idOf = (raw: unknown): string | undefined => textAt(raw, "number", "identifier", "gid", "id");

function statusOf(raw: unknown): string | null {
  const completed = at(raw, "completed");
  if (typeof completed === "boolean") return completed ? "completed" : "open";
  return textOf(at(raw, "status")) ?? textOrNull(raw, "state.name", "state", "status.name");
}

const urlOf = (raw: unknown): string | null =>
  addressOf(textAt(raw, "html_url"), textAt(raw, "permalink_url"), textAt(raw, "url"));

/** Pages of Notion: those of its own API, and those of its remote server. */
export function readDocuments({ value }: Opened): ReadPage | undefined {
  const data = unwrapped(value);
  const list = listAt(data, "results", "");
  const items = list && all(list, documentOf);
  const next = textAt(data, "next_cursor");
  return items && { items, next, more: at(data, "has_more") === true };
}

export function readDocumentText(
  { value, text }: Opened,
  { pageId }: Readonly<Record<string, unknown>>,
): ReadPage | undefined {
  const content = value === undefined ? text : textAt(value, "markdown", "text", "content");
  const id = textAt(value, "id") ?? textOf(pageId);
  if (content === undefined || content === "" || id === undefined) return undefined;
  return { items: [{ id, title: textOrNull(value, "title"), content, url: addressOf(textAt(value, "url")) }] };
}

export function readCreatedDocument({ value }: Opened): ReadPage | undefined {
  const raw = unwrapped(value);
  const page = listAt(raw, "pages", "results", "")?.[0] ?? raw;
  const document = documentOf(page);
  return document && { items: [{ id: document.id, url: document.url }] };
}

function documentOf(raw: unknown) {
  const id = textAt(raw, "id");
  return id === undefined ? undefined : { id, title: titleOf(raw), url: addressOf(textAt(raw, "url")) };
}

/** The title of a page is the one property of the type `title`, whatever its name is. */
function titleOf(raw: unknown): string | null {
  const properties = at(raw, "properties");
  const all = isObject(properties) ? Object.values(properties) : [];
  const parts = listAt(all.find((property) => textAt(property, "type") === "title") ?? raw, "title");
  if (!parts) return textOrNull(raw, "title");
  return parts.map((part) => textAt(part, "plain_text") ?? "").join("");
}

/**
 * Records as text: `Query returned 1 of 20 records:`, then `Record 1:` and a line for each field that was asked for. A value may have several
 * lines; one that imitates the next field or record makes the record uncertain, and it is left out.
 */
export function readRecords(
  { text }: Opened,
  { fields, start }: Readonly<Record<string, unknown>>,
): ReadPage | undefined {
  const [head = "", , count, , total] = /^Query returned ((\d{1,6})( of (\d{1,9}))?) records?:/.exec(text) ?? [];
  if (head === "" || !Array.isArray(fields)) return undefined;
  const lines = text.slice(head.length).split("\n");
  const first = Number(start ?? 0);
  const { blocks, isWhole } = numberedBlocks(lines, Number(count), (line) => {
    const number = /^Record (\d{1,6}):$/.exec(line)?.[1];
    return number === undefined ? undefined : Number(number) - first;
  });
  const items = blocks.flatMap((block) => recordOf(block, fields.map(String)) ?? []);
  const lost = !isWhole || items.length < blocks.length;
  return { items, ...(total !== undefined && { total: Number(total) }), more: lost };
}

function recordOf(block: string, fields: readonly string[]) {
  const lines = block.split("\n").slice(1);
  const found = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of lines) {
    const name = fields.find((field) => line.startsWith(`    ${field}: `));
    if (name !== undefined) {
      if (found.has(name)) return undefined;
      current = [line.slice(name.length + 6)];
      found.set(name, current);
    } else current?.push(line);
  }
  if (found.size < fields.length) return undefined;
  return { fields: Object.fromEntries([...found].map(([name, value]) => [name, value.join("\n").trim()])) };
}
