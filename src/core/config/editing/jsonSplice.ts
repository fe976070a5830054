import type { Node } from "jsonc-parser/lib/esm/main.js";
import { indentAt, lineEndOf } from "./lines";

/**
 * Puts a member (with a key) or an item (without) first into an object or a list. In a collection that is written on several lines, it gets
 * lines of its own in the same layout; in one on a single line it stays on that line.
 */
export function insertFirst(text: string, collection: Node, key: string | undefined, value: unknown): string {
  const at = collection.offset + 1;
  const [first] = collection.children ?? [];
  const eol = lineEndOf(text);
  const label = (space: string) => (key === undefined ? "" : `${JSON.stringify(key)}:${space}`);
  const outer = indentAt(text, collection.offset);
  if (!first) {
    const unit = unitOf(text);
    const body = label(" ") + prettyJson(value, unit, outer + unit, text);
    return splice(text, at, `${emptyMark}${eol}${outer}${unit}${body}${eol}${outer}`);
  }
  if (!/[\r\n]/.test(text.slice(at, first.offset))) return splice(text, at, `${label("")}${JSON.stringify(value)},`);
  const indent = indentAt(text, first.offset);
  const unit = indent.startsWith(outer) && indent.length > outer.length ? indent.slice(outer.length) : unitOf(text);
  // A comment on the bracket's own line is about the whole collection and stays there.
  const comment =
    /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*\*\/[ \t]*(?=[\r\n]))/.exec(text.slice(at, first.offset))?.[0] ?? "";
  return splice(text, at + comment.length, `${eol}${indent}${label(" ")}${prettyJson(value, unit, indent, text)},`);
}

/** Says that a collection was there before, and empty. */
const emptyMark = " ";

/** What is left of a text without the first member or item of a collection. */
export type Cut =
  | { readonly kind: "cut"; readonly text: string }
  /** Nothing else is in the collection, and it was not there before. */
  | { readonly kind: "made" }
  /** It is not the first, or comments stand around it: another way must be found. */
  | { readonly kind: "other" };

/** The inverse of `insertFirst`. */
export function cutFirst(text: string, collection: Node, member: Node): Cut {
  const children = collection.children ?? [];
  const at = collection.offset + 1;
  const end = member.offset + member.length;
  const lead = text.slice(at, member.offset);
  if (children[0] !== member || !/^\s*$/.test(lead)) return { kind: "other" };
  if (children.length > 1)
    return text.charAt(end) === ","
      ? { kind: "cut", text: text.slice(0, at) + text.slice(end + 1) }
      : { kind: "other" };

  const close = collection.offset + collection.length - 1;
  const eol = lineEndOf(text);
  const tail = eol + indentAt(text, collection.offset);
  if (lead.startsWith(emptyMark + eol) && text.startsWith(tail, end))
    return { kind: "cut", text: text.slice(0, at) + text.slice(end + tail.length) };
  return /^\s*,?\s*$/.test(text.slice(end, close)) ? { kind: "made" } : { kind: "other" };
}

/** A value on several lines, in a text's own layout. */
export function prettyJson(value: unknown, unit: string, indent: string, text: string): string {
  return JSON.stringify(value, null, unit).replaceAll("\n", lineEndOf(text) + indent);
}

/** The indentation that a text uses for one level. */
export function unitOf(text: string): string {
  return /^([ \t]+)["{[]/m.exec(text)?.[1] ?? "  ";
}

const splice = (text: string, at: number, inserted: string): string => text.slice(0, at) + inserted + text.slice(at);
