import type { Node } from "jsonc-parser/lib/esm/main.js";
import { jsonTree } from "./jsonTree";

/** A position in a text. Lines and characters count from 0, as in editors. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A part of a text. */
export interface TextRange {
  readonly start: Position;
  readonly end: Position;
}

/**
 * The location of a path in a JSON text with comments: the name of an object or a list, or the name with its plain value. For a path that
 * does not exist, the deepest part of it that does; `undefined` if no part of it exists.
 */
export function jsonLocation(text: string, path: readonly (string | number)[]): TextRange | undefined {
  const node = deepest(text, path).at(-1);
  return node && rangeOf(text, mark(node));
}

/** The plain value at the end of a path, and its location; `undefined` if the path does not exist. */
export function valueLocation(
  text: string,
  path: readonly (string | number)[],
): (TextRange & { readonly value: unknown }) | undefined {
  const nodes = deepest(text, path);
  const last = nodes.at(-1);
  const node = last?.type === "property" ? last.children?.[1] : last;
  if (!node || nodes.length < path.length) return undefined;
  return { value: node.value, ...rangeOf(text, node) };
}

/** The name at the end of a path, and the names beside it; `undefined` if the path does not exist, or ends in a list. */
export function keyLocation(
  text: string,
  path: readonly (string | number)[],
): (TextRange & { readonly siblings: readonly unknown[] }) | undefined {
  const nodes = deepest(text, path);
  const last = nodes.at(-1);
  const key = last?.type === "property" && nodes.length >= path.length ? last.children?.[0] : undefined;
  const all = last?.parent?.children ?? [];
  return key && { ...rangeOf(text, key), siblings: all.map(({ children }) => children?.[0]?.value) };
}

/** The nodes that a path leads through, whether its first key is written as one name with a dot or nested. */
function deepest(text: string, path: readonly (string | number)[]): readonly Node[] {
  const root = jsonTree(text);
  const dotted = follow(root, path);
  const nested = follow(root, undotted(path));
  return nested.length > dotted.length + 1 ? nested : dotted;
}

const rangeOf = (
  text: string,
  { offset, length }: { readonly offset: number; readonly length: number },
): TextRange => ({
  start: positionAt(text, offset),
  end: positionAt(text, offset + length),
});

/** The line and character of an offset. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.match(/\r\n|\r|\n/g)?.length ?? 0;
  return { line, character: offset - (Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) + 1) };
}

/** VS Code reads `"mcpHub": {"servers": …}` as `"mcpHub.servers": …`. */
const undotted = (path: readonly (string | number)[]) =>
  path.flatMap((key) => (typeof key === "string" && key.startsWith("mcpHub.") ? ["mcpHub", key.slice(7)] : [key]));

/** The nodes that the path leads through, as far as it exists. If a key occurs twice, the last one counts, as when parsing. */
function follow(root: Node | undefined, path: readonly (string | number)[]): readonly Node[] {
  const found: Node[] = [];
  let inside = root;
  for (const key of path) {
    const child: Node | undefined =
      inside?.type === "array" && typeof key === "number"
        ? inside.children?.[key]
        : inside?.children?.findLast((property) => property.children?.[0]?.value === key);
    if (!child) break;
    found.push(child);
    inside = child.type === "property" ? child.children?.[1] : child;
  }
  return found;
}

/** The part of a node to underline. */
function mark(node: Node): { offset: number; length: number } {
  const [key, value] = node.type === "property" ? (node.children ?? []) : [];
  return key && (!value || value.type === "object" || value.type === "array") ? key : node;
}
