import type { Node } from "jsonc-parser/lib/esm/main.js";
import { jsonTree } from "./jsonTree";

/** The node that a path leads to. If a key is written twice, the last one counts, as when parsing. */
export const nodeAt = (text: string, path: readonly (string | number)[]): Node | undefined =>
  nodeIn(jsonTree(text), path);

/** The same in a text that is parsed already. */
export const nodeIn = (root: Node | undefined, path: readonly (string | number)[]): Node | undefined =>
  path.reduce<Node | undefined>((node, key) => node && childOf(node, key), root);

function childOf(node: Node, key: string | number): Node | undefined {
  if (node.type === "array") return typeof key === "number" ? node.children?.[key] : undefined;
  return node.type === "object"
    ? node.children?.findLast((property) => property.children?.[0]?.value === key)?.children?.[1]
    : undefined;
}

/** Where a setting is written: as one name with a point, unless it is nested already. */
export const settingPath = (text: string, prefix: readonly string[], key: string): readonly string[] =>
  settingIn(jsonTree(text), prefix, key);

/** The same in a text that is parsed already. */
export function settingIn(root: Node | undefined, prefix: readonly string[], key: string): readonly string[] {
  const nested = [...prefix, "mcpHub", key];
  const dotted = [...prefix, `mcpHub.${key}`];
  return nodeIn(root, nested) && !nodeIn(root, dotted) ? nested : dotted;
}
