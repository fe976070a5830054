import type { TextCursor } from "../../config/editing/jsonCursor";
import type { TextRange } from "../../config/editing/jsonLocation";
import { lineEndOf, lineStart } from "../../config/editing/lines";
import type { Plain } from "../shape";
import type { Place } from "./place";

/** What a text holds, or why it cannot be parsed. */
export type Parsed =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "broken"; readonly reason: string; readonly line: number; readonly column: number };

/**
 * A format of configuration files. Edits are splices of the text: what they do not touch keeps its comments, order and layout. No function
 * throws.
 */
export interface FileFormat {
  /** An empty text, or one of comments alone, holds `undefined`. */
  parse(text: string): Parsed;
  /** Where a path is written: its name, or its name with a plain value. The deepest part of it that is there; `undefined` if none is. */
  locate(text: string, path: readonly (string | number)[]): TextRange | undefined;
  /** The key or the text that an offset is in, also while it is half written; `undefined` outside of both. */
  cursor(text: string, offset: number): TextCursor | undefined;
  /**
   * The text with an entry at a place that has none. `remove` gives back the text before, byte for byte. `undefined` if the collection is
   * written in a way that the hub does not edit.
   */
  insert(text: string, place: Place, entry: Plain, preamble: string): string | undefined;
  /** The text with the entry at a place changed. */
  replace(text: string, place: Place, entry: Plain): string | undefined;
  /** The text without the entry at a place, and without collections that were made for it. */
  remove(text: string, place: Place, preamble: string): string | undefined;
}

/** The number of the line and column of an offset, both from 1. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const start = lineStart(text, offset);
  return { line: (text.slice(0, start).match(/\r\n|\r|\n/g)?.length ?? 0) + 1, column: offset - start + 1 };
}

/**
 * Puts a block at the end of a text. Whether the result ends with a line end says whether the text did, so that `withoutEnd` can give the
 * text back.
 */
export function withEnd(text: string, block: string, gap: string): string {
  const eol = lineEndOf(text);
  if (text === "") return block + eol;
  return /[\r\n]$/.test(text) ? text + gap + block + eol : text + eol + gap + block;
}

/** The text before `withEnd`: `start` is where the block starts. */
export function withoutEnd(text: string, start: number, gap: string): string {
  let before = text.slice(0, start);
  if (gap !== "" && before.endsWith(gap + gap)) before = before.slice(0, -gap.length);
  const ended = /[\r\n]$/.test(text);
  return ended ? before : before.replace(/(?:\r\n|\r|\n)$/, "");
}
