import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { message } from "../../../protocol/message";
import { lineEnd, lineEndOf, lineStart } from "../../config/editing/lines";
import { nestingLimit } from "../../kernel/json/nesting";
import { isYamlTooDeep } from "../../kernel/json/yamlNesting";
import type { Plain } from "../shape";
import { type FileFormat, withEnd } from "./fileFormat";
import { locateYaml } from "./locateYaml";
import { type Place, valueAt } from "./place";
import { yamlCursor } from "./yamlCursor";
import { blockEnd, blockLines, cutFlow, insertFlow, rangeOf, replaceFlow, startOf } from "./yamlSplice";

/** YAML 1.2, one document. The collection is a key of the file's own map; its entries are whole lines, or stand in brackets. */
export const yamlFile: FileFormat = {
  parse: parseYaml,
  locate: locateYaml,
  cursor: yamlCursor,
  insert,
  replace,
  remove,
};

function parseYaml(text: string): ReturnType<FileFormat["parse"]> {
  if (isYamlTooDeep(text)) return tooDeep();
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, logLevel: "silent" });
    const [error] = document.errors;
    if (error) {
      const { line, col } = lines.linePos(error.pos[0]);
      return { kind: "broken", reason: error.message.split(/ at line |\n/)[0] ?? error.code, line, column: col };
    }
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return isTooDeep(value, 0) ? tooDeep() : { kind: "value", value: value ?? undefined };
  } catch (error) {
    return { kind: "broken", reason: error instanceof Error ? error.message : String(error), line: 1, column: 1 };
  }
}

function tooDeep(): ReturnType<FileFormat["parse"]> {
  const reason = message("apps.tooDeep", "it is nested more than {levels} levels deep", { levels: nestingLimit });
  return { kind: "broken", reason, line: 1, column: 1 };
}

/** Whether a value is nested too deeply to be walked through: an alias may even make it contain itself. */
const isTooDeep = (value: unknown, depth: number): boolean =>
  depth > nestingLimit ||
  (typeof value === "object" && value !== null && Object.values(value).some((inner) => isTooDeep(inner, depth + 1)));

/** The pair of a key in the file's own map; `undefined` for a file that is not written line by line. */
function findPair(text: string, key: string | undefined): { readonly pair: Pair | undefined } | undefined {
  const { contents } = parseDocument(text, { logLevel: "silent" });
  if (contents === null) return { pair: undefined };
  if (!isMap(contents) || contents.flow) return undefined;
  return { pair: contents.items.find((item) => isScalar(item.key) && item.key.value === key) };
}

/** The collection of a pair, "none" where nothing is written, or `undefined` where it is not such a collection. */
function collectionOf({ value }: Pair, namedBy: string | undefined): YAMLMap | YAMLSeq | "none" | undefined {
  if (value === null || (isScalar(value) && value.value === null && !value.source)) return "none";
  if (namedBy === undefined) return isMap(value) ? value : undefined;
  return isSeq(value) ? value : undefined;
}

/** Says that the key was there before, without a value. */
const emptyMark = " ";

/**
 * The entry becomes the first of its collection. A missing key is made at the end of the file; one that was there without a value is marked
 * by a blank at the end of its line, so that `remove` knows which of the two it was.
 */
function insert(text: string, { parent, key, namedBy }: Place, entry: Plain, preamble: string): string | undefined {
  const [root, ...deeper] = parent;
  const found = findPair(text, root);
  if (!found || root === undefined || deeper.length > 0) return undefined;
  const eol = lineEndOf(text);
  const item = namedBy === undefined ? { [key]: entry } : [entry];
  const { pair } = found;
  if (!pair)
    return withEnd(text, (text === "" ? preamble : "") + [`${root}:`, ...blockLines(item, "  ")].join(eol), "");

  const keyEnd = rangeOf(pair.key)?.[1] ?? 0;
  const end = lineEnd(text, keyEnd);
  const collection = collectionOf(pair, namedBy);
  const putLines = (indent: string, mark: string) =>
    `${text.slice(0, end)}${mark}${eol}${blockLines(item, indent).join(eol)}${text.slice(end)}`;
  if (collection === "none") return putLines("  ", emptyMark);
  if (collection === undefined) return undefined;
  if (collection.flow) return insertFlow(text, collection, namedBy === undefined ? key : undefined, entry);
  const first = startOf(text, collection.items[0]);
  if (first === undefined || lineStart(text, first) <= keyEnd) return undefined;
  return putLines(text.slice(lineStart(text, first), first), "");
}

/** An entry that is there: its collection and index, and for whole lines where they start and end. */
function locate(text: string, { parent, key, namedBy }: Place) {
  const pair = findPair(text, parent[0])?.pair;
  const collection = pair && collectionOf(pair, namedBy);
  if (!pair || collection === undefined || collection === "none") return undefined;
  const index = collection.items.findIndex((item) => nameOf(item, namedBy) === key);
  const first = startOf(text, collection.items[index]);
  if (index < 0 || first === undefined) return undefined;
  const start = lineStart(text, first);
  const keyEnd = lineEnd(text, rangeOf(pair.key)?.[1] ?? 0);
  return {
    collection,
    index,
    keyEnd,
    start,
    end: blockEnd(text, start, first - start),
    indent: text.slice(start, first),
  };
}

function nameOf(item: unknown, namedBy: string | undefined): unknown {
  if (isPair(item)) return isScalar(item.key) ? item.key.value : undefined;
  return isMap(item) && namedBy !== undefined ? valueAt(item.toJSON(), [namedBy]) : undefined;
}

function replace(text: string, place: Place, entry: Plain): string | undefined {
  const at = locate(text, place);
  if (!at) return undefined;
  if (at.collection.flow) return replaceFlow(text, at.collection, at.index, entry);
  const item = place.namedBy === undefined ? { [place.key]: entry } : [entry];
  return text.slice(0, at.start) + blockLines(item, at.indent).join(lineEndOf(text)) + text.slice(at.end);
}

function remove(text: string, place: Place, preamble: string): string | undefined {
  const at = locate(text, place);
  if (!at) return undefined;
  const { collection, index, keyEnd, start, end } = at;
  if (collection.flow) return cutFlow(text, collection, index);
  const eol = lineEndOf(text);
  if (collection.items.length > 1) return text.slice(0, start - eol.length) + text.slice(end);
  if (text.slice(0, keyEnd).endsWith(emptyMark)) return text.slice(0, keyEnd - emptyMark.length) + text.slice(end);
  return withoutKey(text, lineStart(text, keyEnd), end, preamble);
}

/** The text without a key whose collection has become empty: the key was made for the entry, at the end of the file. */
function withoutKey(text: string, start: number, end: number, preamble: string): string {
  const before = text.slice(0, start);
  const rest = text.slice(end);
  if (rest === "") return before.replace(/(?:\r\n|\r|\n)$/, "");
  if (!/^(?:\r\n|\r|\n)$/.test(rest)) return before + rest.replace(/^(?:\r\n|\r|\n)/, "");
  return preamble !== "" && before === preamble ? "" : before;
}
