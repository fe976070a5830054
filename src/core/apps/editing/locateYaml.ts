import { isMap, isPair, isScalar, isSeq, parseDocument } from "yaml";
import { positionAt, type TextRange } from "../../config/editing/jsonLocation";
import { lineEnd } from "../../config/editing/lines";
import { rangeOf } from "./yamlSplice";

/** Where a path is written in a document, as `FileFormat.locate` says it. */
export function locateYaml(text: string, path: readonly (string | number)[]): TextRange | undefined {
  if (path.length === 0) return undefined;
  let inside: unknown = parseDocument(text, { logLevel: "silent" }).contents;
  let found: readonly [from: number, to: number] | undefined;
  for (const step of path) {
    const item: unknown = isMap(inside)
      ? inside.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      : isSeq(inside) && typeof step === "number"
        ? inside.items[step]
        : undefined;
    const [from, to] = rangeOf(isPair(item) ? item.key : item) ?? [];
    if (from === undefined || to === undefined) break;
    const plain = isPair(item) && isScalar(item.value) ? rangeOf(item.value)?.[1] : undefined;
    // An item of a list is named where it begins.
    found = [from, isPair(item) || isScalar(item) ? (plain ?? to) : lineEnd(text, from)];
    inside = isPair(item) ? item.value : item;
  }
  return found && { start: positionAt(text, found[0]), end: positionAt(text, found[1]) };
}
