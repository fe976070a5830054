import {
  applyEdits,
  findNodeAtLocation,
  modify,
  type Node,
  type ParseError,
  parse,
  printParseErrorCode,
} from "jsonc-parser/lib/esm/main.js";
import { message } from "../../../protocol/message";
import { jsonCursor } from "../../config/editing/jsonCursor";
import { jsonLocation } from "../../config/editing/jsonLocation";
import { nodeAt } from "../../config/editing/jsonPath";
import { cutFirst, insertFirst, prettyJson, unitOf } from "../../config/editing/jsonSplice";
import { isSettingsTooDeep, jsonTree } from "../../config/editing/jsonTree";
import { indentAt } from "../../config/editing/lines";
import { removeKey } from "../../config/editing/removeKey";
import { nestingLimit } from "../../kernel/json/nesting";
import type { Plain } from "../shape";
import { type FileFormat, lineAndColumn, withEnd, withoutEnd } from "./fileFormat";
import { entryAt, isPlain, type Place, stepTo } from "./place";
import { sameValue } from "./sameValue";

/** JSON with comments and trailing commas. */
export const jsonFile: FileFormat = {
  parse: parseJsonc,
  locate: jsonLocation,
  cursor: jsonCursor,
  insert,
  replace,
  remove,
};

export function parseJsonc(text: string): ReturnType<FileFormat["parse"]> {
  if (isSettingsTooDeep(text)) {
    const reason = message("apps.tooDeep", "it is nested more than {levels} levels deep", { levels: nestingLimit });
    return { kind: "broken", reason, line: 1, column: 1 };
  }
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [error] = errors;
  if (!error) return { kind: "value", value };
  const reason = printParseErrorCode(error.error).replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return { kind: "broken", reason, ...lineAndColumn(text, error.offset) };
}

/**
 * The entry becomes the first of its collection, so that every comment stays with what it is about. Collections that are missing are made;
 * a collection that was there and empty is marked by a blank after its bracket, so that `remove` knows which of the two it was.
 */
function insert(text: string, place: Place, entry: Plain): string | undefined {
  const { parent, key, namedBy } = place;
  const root = jsonTree(text);
  const collection = (depth: number): unknown => nested(parent.slice(depth), key, namedBy, entry);
  if (!root)
    return parseJsonc(text).kind === "value" ? withEnd(text, prettyJson(collection(0), "  ", "", text), "") : undefined;

  let node = root;
  for (const [depth, step] of parent.entries()) {
    if (node.type !== "object") return undefined;
    const child = findNodeAtLocation(node, [step]);
    if (!child) return insertFirst(text, node, step, collection(depth + 1));
    node = child;
  }
  if (node.type !== (namedBy === undefined ? "object" : "array")) return undefined;
  return insertFirst(text, node, namedBy === undefined ? key : undefined, entry);
}

/** A collection with one entry, inside the collections that lead to it. */
function nested(steps: readonly string[], key: string, namedBy: string | undefined, entry: Plain): unknown {
  const innermost = namedBy === undefined ? { [key]: entry } : [entry];
  return steps.toReversed().reduce<unknown>((inside, step) => ({ [step]: inside }), innermost);
}

/** Only the keys of the entry that differ are written; new ones come first, so that comments stay with what they are about. */
function replace(text: string, place: Place, entry: Plain): string | undefined {
  const value: unknown = parse(text, [], { allowTrailingComma: true });
  const path = [...place.parent, stepTo(value, place)];
  const now = entryAt(value, place);
  if (!isPlain(now)) return withValue(text, path, entry);
  const isIn = (plain: Plain) => (name: string) => Object.hasOwn(plain, name);
  const gone = Object.keys(now).filter((name) => !isIn(entry)(name));
  const different = Object.keys(entry).filter((name) => isIn(now)(name) && !sameValue(now[name], entry[name]));
  const added = Object.keys(entry).filter((name) => !isIn(now)(name));
  let changed: string | undefined = text;
  for (const name of gone) changed = changed && removeKey(changed, [...path, name]);
  for (const name of different) changed = changed && withValue(changed, [...path, name], entry[name]);
  for (const name of added.toReversed()) {
    const node = changed === undefined ? undefined : nodeAt(changed, path);
    changed = changed && node && insertFirst(changed, node, name, entry[name]);
  }
  return changed;
}

/** The text with another value at a path. */
function withValue(text: string, path: readonly (string | number)[], value: unknown): string | undefined {
  const node = nodeAt(text, path);
  if (!node) return undefined;
  const json = prettyJson(value, unitOf(text), indentAt(text, node.offset), text);
  return text.slice(0, node.offset) + json + text.slice(node.offset + node.length);
}

function remove(text: string, place: Place): string | undefined {
  const root = jsonTree(text);
  if (!root) return undefined;
  const value: unknown = parse(text, [], { allowTrailingComma: true });
  const path: readonly (string | number)[] = [...place.parent, stepTo(value, place)];
  const node = findNodeAtLocation(root, [...path]);
  return node && removeNode(text, root, node, path);
}

/** Removes a value with its key, and each collection that was made for it. */
function removeNode(text: string, root: Node, node: Node, path: readonly (string | number)[]): string | undefined {
  if (path.length === 0) {
    const after = text.slice(root.offset + root.length);
    return /^(?:\r\n|\r|\n)?$/.test(after) ? withoutEnd(text, root.offset, "") : undefined;
  }
  const member = node.parent?.type === "property" ? node.parent : node;
  const collection = member.parent;
  if (!collection) return undefined;
  const cut = cutFirst(text, collection, member);
  if (cut.kind === "made") {
    const outer = removeNode(text, root, collection, path.slice(0, -1));
    return outer ?? text.slice(0, collection.offset + 1) + text.slice(collection.offset + collection.length - 1);
  }
  if (cut.kind === "cut") return cut.text;
  return collection.type === "object"
    ? removeKey(text, path)
    : applyEdits(text, modify(text, [...path], undefined, { formattingOptions: {} }));
}
