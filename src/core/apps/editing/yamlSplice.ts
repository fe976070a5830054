import { isPair, stringify, type YAMLMap, type YAMLSeq } from "yaml";
import { lineEnd, lineStart } from "../../config/editing/lines";
import type { Plain } from "../shape";

type Collection = YAMLMap | YAMLSeq;

/** A map or a list as lines of YAML, each indented. */
export function blockLines(value: Plain | readonly unknown[], indent: string): readonly string[] {
  const lines = stringify(value, { lineWidth: 0, indent: 2 }).trimEnd().split("\n");
  return lines.map((line) => (line === "" ? line : indent + line));
}

/** Where the last line ends that belongs to an entry: those that are indented deeper, up to the last that says something. */
export function blockEnd(text: string, start: number, column: number): number {
  let end = lineEnd(text, start);
  let next = end;
  while (next < text.length) {
    const line = next + (text.startsWith("\r\n", next) ? 2 : 1);
    next = lineEnd(text, line);
    const words = text.slice(line, next);
    if (/^\s*(?:#.*)?$/.test(words)) continue;
    if ((/^[ \t]*/.exec(words)?.[0].length ?? 0) <= column) break;
    end = next;
  }
  return end;
}

/** Puts an entry first into a collection in brackets, as JSON, which is YAML there. */
export function insertFlow(text: string, { items, range }: Collection, key: string | undefined, entry: Plain) {
  if (!range) return undefined;
  const at = range[0] + 1;
  const label = key === undefined ? "" : `${JSON.stringify(key)}: `;
  return `${text.slice(0, at)}${label}${JSON.stringify(entry)}${items.length > 0 ? ", " : ""}${text.slice(at)}`;
}

/** Writes an entry in brackets again. */
export function replaceFlow(text: string, { items }: Collection, index: number, entry: Plain): string | undefined {
  const item = items[index];
  const range = rangeOf(isPair(item) ? item.value : item);
  return range && text.slice(0, range[0]) + JSON.stringify(entry) + text.slice(range[1]);
}

/** The text without an entry in brackets, and without one of the commas beside it. */
export function cutFlow(text: string, { items }: Collection, index: number): string | undefined {
  const [from, to] = span(items[index]) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const next = span(items[index + 1])?.[0];
  if (next !== undefined) return text.slice(0, from) + text.slice(next);
  const before = span(items[index - 1])?.[1];
  return text.slice(0, before ?? from) + text.slice(to);
}

/** Where an entry starts: its key, or the dash before it. */
export function startOf(text: string, item: unknown): number | undefined {
  const start = span(item)?.[0];
  if (start === undefined || isPair(item)) return start;
  const line = lineStart(text, start);
  const dash = text.slice(line, start).indexOf("-");
  return dash < 0 ? start : line + dash;
}

/** Where an item starts and ends. */
function span(item: unknown): readonly [from: number, to: number] | undefined {
  const from = rangeOf(isPair(item) ? item.key : item)?.[0];
  const to = rangeOf(isPair(item) ? (item.value ?? item.key) : item)?.[1];
  return from === undefined || to === undefined ? undefined : [from, to];
}

/** Where a node starts, where its value ends, and where it ends with what follows. */
export function rangeOf(node: unknown): readonly [number, number, number] | undefined {
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range)) return undefined;
  const [start, valueEnd, end]: unknown[] = node.range;
  const isRange = typeof start === "number" && typeof valueEnd === "number" && typeof end === "number";
  return isRange ? [start, valueEnd, end] : undefined;
}
