import { createScanner, findNodeAtLocation, findNodeAtOffset, type Node } from "jsonc-parser/lib/esm/main.js";
import { jsonTree } from "./jsonTree";

/**
 * The text of a JSON file with one key of an object taken out, and nothing else: every comment stays, which `modify` of jsonc-parser does not
 * promise for those beside the key. `undefined` if the key is not there.
 */
export function removeKey(text: string, path: readonly (string | number)[]): string | undefined {
  const root = jsonTree(text);
  return removeProperty(text, root && findNodeAtLocation(root, [...path])?.parent);
}

/** The same for the key that stands at an offset: of two with the same name, either one can go. */
export function removeAt(text: string, offset: number): string | undefined {
  const root = jsonTree(text);
  return removeProperty(text, root && findNodeAtOffset(root, offset)?.parent);
}

function removeProperty(text: string, property: Node | undefined): string | undefined {
  const all = property?.parent?.children;
  if (property?.type !== "property" || !all) return undefined;
  const end = property.offset + property.length;
  const comma = commaAfter(text, end);
  if (comma !== undefined) return cut(cutOut(text, comma, comma + 1), property.offset, end);
  // The last one: the comma before it goes too, so that none is left over.
  const before = all[all.indexOf(property) - 1];
  const without = cut(text, property.offset, end);
  const last = before && commaAfter(text, before.offset + before.length);
  return last === undefined ? without : cutOut(without, last, last + 1);
}

/** Cuts a part out, and its lines where nothing else is on them. */
function cut(text: string, from: number, to: number): string {
  let start = from;
  while (isBlank(text[start - 1])) start--; // a pattern that ends with `$` would look at each blank of the text before
  const rest = /^[ \t]*(\r\n|\r|\n)?/.exec(text.slice(to)) ?? ["", undefined];
  const isAlone = start === 0 || /[\r\n]/.test(text.charAt(start - 1));
  if (isAlone && rest[1] !== undefined) return cutOut(text, start, to + rest[0].length);
  // On a line with others: the space on one of its sides goes with it.
  const spaces = /^[ \t]*/.exec(text.slice(to))?.[0].length ?? 0;
  return cutOut(text, from, to + spaces);
}

const isBlank = (sign: string | undefined): boolean => sign === " " || sign === "\t";

const cutOut = (text: string, from: number, to: number): string => text.slice(0, from) + text.slice(to);

/** Where the comma stands that follows a value, past spaces and comments. */
function commaAfter(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  scanner.scan();
  const at = scanner.getTokenOffset();
  return text[at] === "," ? at : undefined;
}
