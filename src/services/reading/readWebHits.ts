import { isObject } from "../../protocol/isObject";
import { addressOf, all, listAt, type ReadPage, textAt, unwrapped } from "./found";
import { numberedBlocks } from "./numberedBlocks";
import type { Opened } from "./openedResult";

/** A hit; its rank counts within what was read, until all pages are there. */
interface Hit {
  readonly rank: number;
  readonly title: string;
  readonly url: string;
  readonly snippet: string;
  readonly published: string | null;
}

/** Hits as JSON: a list, one hit, or a list of results within. */
export function readHitData({ value }: Opened): ReadPage | undefined {
  const data = unwrapped(value);
  const list = listAt(data, "web", "web.results", "results", "") ?? (textAt(data, "url") ? [data] : undefined);
  const items = list && all(list, hitOf);
  return items && { items };
}

function hitOf(raw: unknown): Hit | undefined {
  const url = addressOf(textAt(raw, "url"), textAt(raw, "link"));
  return url === null || !isObject(raw)
    ? undefined
    : hit(
        textAt(raw, "title"),
        url,
        textAt(raw, "description", "snippet", "content", "text"),
        textAt(raw, "age", "publishedDate", "date"),
      );
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'" };

/** Without the marks of the words that were searched for. */
const plain = (text: string): string =>
  text
    .replace(/<\/?(?:strong|b|em|mark)>/gi, "")
    .replace(/&(amp|lt|gt|quot|#39|#x27);/g, (whole, name: string) => entities[name] ?? whole)
    .trim();

const hit = (title = "", url: string, snippet = "", published?: string): Hit => ({
  rank: 1,
  title: plain(title),
  url,
  snippet: plain(snippet),
  published: published === undefined || published === "N/A" ? null : published,
});

/**
 * Hits as blocks of lines: `Title:`, `URL:` and what follows (Tavily, Exa, the older Brave). Nothing counts the blocks, so a hit whose text imitates
 * one cannot be told from one; a text never gives more hits than were asked for.
 */
export function readHitBlocks(
  { text, value }: Opened,
  variables: Readonly<Record<string, unknown>>,
): ReadPage | undefined {
  if (value !== undefined) return readHitData({ text, value });
  const body = text.replace(/^Detailed Results:\s*/, "").replace(/^Answer: [\s\S]*?\n\n(?=Title: )/, "");
  if (body.trim() === "") return { items: [] };
  if (!body.startsWith("Title: ")) return undefined;
  const blocks = body.split(/\n\n(?:---\n\n)?(?=Title: )/);
  const size = Number(variables.size);
  const items = all(blocks.slice(0, size), (block) => blockHit(block));
  return items && { items, more: blocks.length > size };
}

function blockHit(block: string): Hit | undefined {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
  const url = addressOf(field("URL"));
  const title = /^Title: (.*)$/m.exec(block)?.[1];
  if (url === null || title === undefined) return undefined;
  const text = /^(?:Content: |Highlights:\n|Text: )([\s\S]*)/m.exec(block)?.[1]?.replace(/\nRaw Content: [\s\S]*$/, "");
  return hit(title, url, text ?? field("Description"), field("Published"));
}

/** Hits that are numbered, below a line that counts them: `Found 2 search results:`. */
export function readNumberedHits({ text, value }: Opened): ReadPage | undefined {
  if (value !== undefined) return readHitData({ text, value });
  const count = Number(/^Found (\d{1,5}) search results?:/.exec(text)?.[1] ?? Number.NaN);
  if (Number.isNaN(count)) return undefined;
  const { blocks, isWhole } = numberedBlocks(text.split("\n"), count, (line) => {
    const number = /^(\d{1,5})\. \S/.exec(line)?.[1];
    return number === undefined ? undefined : Number(number);
  });
  const items = all(blocks, (block) => numberedHit(block));
  return items && { items, more: !isWhole };
}

function numberedHit(block: string): Hit | undefined {
  const [first = "", ...others] = block.split("\n").map((line) => line.trim());
  const title = first.replace(/^\d+\. (?:\*\*(.*)\*\*|(.*))$/, "$1$2");
  const place = others.findIndex((line) => line.startsWith("URL: "));
  const url = addressOf(others[place]?.slice(5));
  if (url === null) return undefined;
  const rest = others.slice(place + 1).filter((line) => line !== "");
  const date = rest.at(-1)?.startsWith("Date: ") ? rest.pop()?.slice(6) : undefined;
  return hit(title, url, rest.join("\n").replace(/^Summary: /, ""), date);
}

/** Hits of the DuckDuckGo server of npm: a heading, the text, and a link with the sign of a chain. */
export function readLinkedHits({ text }: Opened): ReadPage | undefined {
  const blocks = text.split(/^### /m).slice(1);
  const items = all(blocks, (block) => {
    const [, title, snippet, link] = /^(.*)\n([\s\S]*?)\n+🔗 \[[^\]]*\]\((\S+)\)/u.exec(block) ?? [];
    const url = addressOf(link);
    return url === null ? undefined : hit(title, url, snippet);
  });
  return items?.length ? { items } : undefined;
}

/** Hits of Kagi: numbered from 1 below the query, each with its address on a line of its own. */
export function readKagiHits({ text }: Opened): ReadPage | undefined {
  const head = /^-{5}\nResults for search query "[^\n]*":\n-{5}\n/.exec(text)?.[0];
  if (head === undefined) return undefined;
  const lines = text.slice(head.length).split("\n");
  const numbers = lines.flatMap((line) => /^(\d{1,5}): /.exec(line)?.[1] ?? []).map(Number);
  const { blocks, isWhole } = numberedBlocks(lines, Math.max(0, ...numbers), (line) => {
    const number = /^(\d{1,5}): /.exec(line)?.[1];
    return number === undefined ? undefined : Number(number);
  });
  const items = all(blocks, (block) => {
    const [first = "", link, ...rest] = block.split("\n");
    const url = addressOf(link?.trim());
    const published = /^Published Date: (.*)$/.exec(rest[0] ?? "")?.[1];
    return url === null
      ? undefined
      : hit(first.replace(/^\d+: /, ""), url, rest.slice(published === undefined ? 0 : 1).join("\n"), published);
  });
  return items && { items, more: !isWhole };
}
