import { isMap, isScalar, isSeq, parseDocument, type Scalar } from "yaml";
import type { TextCursor } from "../../config/editing/jsonCursor";
import { isYamlTooDeep } from "../../kernel/json/yamlNesting";
import { rangeOf } from "./yamlSplice";

/** The key or the text of a YAML document that an offset is in, as `FileFormat.cursor` says it. A half-written one is read as far as it goes. */
export function yamlCursor(text: string, offset: number): TextCursor | undefined {
  if (isYamlTooDeep(text)) return undefined;
  const path: (string | number)[] = [];
  let node: unknown = parseDocument(text, { logLevel: "silent" }).contents;
  for (;;) {
    if (isScalar(node)) return textAt(text, offset, node, path, false);
    if (isMap(node)) {
      const pair = node.items.findLast(({ key }) => startsBefore(key, offset));
      if (!pair || !isScalar(pair.key)) return undefined;
      path.push(String(pair.key.value));
      const key = textAt(text, offset, pair.key, path, true);
      if (key) return key;
      node = pair.value;
    } else if (isSeq(node)) {
      const index = node.items.findLastIndex((item) => startsBefore(item, offset));
      path.push(index);
      node = node.items[index];
    } else return undefined;
  }
}

const startsBefore = (node: unknown, offset: number): boolean => {
  const [from] = rangeOf(node) ?? [];
  return from !== undefined && from <= offset;
};

function textAt(
  text: string,
  offset: number,
  node: Scalar,
  path: readonly (string | number)[],
  isKey: boolean,
): TextCursor | undefined {
  const [from, to] = rangeOf(node) ?? [];
  if (typeof node.value !== "string" || from === undefined || to === undefined) return undefined;
  const isQuoted = /["']/.test(text.charAt(from));
  if (offset > to || offset < (isQuoted ? from + 1 : from)) return undefined;
  return { path, isKey, written: text.slice(from, to), from, to };
}
