import type { Node } from "jsonc-parser/lib/esm/main.js";
import { jsonTree } from "./jsonTree";

/** The node that a path leads to. If a key is written twice, the last one counts, as when parsing. */
export function nodeAt(text: string, path: readonly (string | number)[]): Node | undefined {
  let node = jsonTree(text);
  for (const key of path) node = node && childOf(node, key);
  return node;
}

function childOf(node: Node, key: string | number): Node | undefined {
  if (node.type === "array") return typeof key === "number" ? node.children?.[key] : undefined;
  return node.type === "object"
    ? node.children?.findLast((property) => property.children?.[0]?.value === key)?.children?.[1]
    : undefined;
}

/** Where a setting is written: as one name with a point, unless it is nested already. */
export function settingPath(text: string, prefix: readonly string[], key: string): readonly string[] {
  const nested = [...prefix, "mcpHub", key];
  const dotted = [...prefix, `mcpHub.${key}`];
  return nodeAt(text, nested) && !nodeAt(text, dotted) ? nested : dotted;
}
