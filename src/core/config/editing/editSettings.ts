import type { Node, ParseError } from "jsonc-parser/lib/esm/main.js";
import { insertLast, layoutIn } from "./insertMember";
import { nodeAt } from "./jsonPath";
import { prettyJson, unitOf } from "./jsonSplice";
import { jsonTree } from "./jsonTree";
import { indentAt } from "./lines";
import { removeKey } from "./removeKey";

/**
 * The text of a settings file with one value set, or its key taken out (a value of `undefined`), and nothing else changed: comments and
 * layout stay. `undefined` if the text is not JSON
 * or the parent is not written in it as one object; then VS Code itself must find out where to write.
 */
export function editSettings(text: string, path: readonly (string | number)[], value: unknown): string | undefined {
  if (!isReadable(text)) return undefined;
  const parent = nodeAt(text, path.slice(0, -1));
  const node = nodeAt(text, path);
  if (parent?.type === "array") return node && value !== undefined ? withValue(text, node, value) : undefined;
  if (parent?.type !== "object") return undefined;
  if (value === undefined) return node ? removeKey(text, path) : text;
  return node ? withValue(text, node, value) : withMember(text, parent, String(path.at(-1)), value);
}

/** Whether a text is JSON with comments that can be edited. */
export function isReadable(text: string): boolean {
  const errors: ParseError[] = [];
  return jsonTree(text, errors) !== undefined && errors.length === 0;
}

/** The text with another value in the place of a node. What was on one line stays on one line. */
function withValue(text: string, node: Node, value: unknown): string {
  const { offset, length } = node;
  const before = text.slice(offset, offset + length);
  const isInline = (node.type === "object" || node.type === "array") && !/[\r\n]/.test(before) && length > 2;
  const json = isInline ? inlineJson(value) : prettyJson(value, unitOf(text), indentAt(text, offset), text);
  return text.slice(0, offset) + json + text.slice(offset + length);
}

/** The text with a new key at the end of an object, in the layout of the object. */
function withMember(text: string, object: Node, key: string, value: unknown): string {
  const { indent, unit } = layoutIn(text, object);
  const isInline = isOnOneLine(text, object);
  const json = isInline ? inlineJson(value) : prettyJson(value, unit, indent, text);
  return insertLast(text, object, { body: `${JSON.stringify(key)}: ${json}`, tail: "" });
}

const isOnOneLine = (text: string, { offset, length, children = [] }: Node): boolean =>
  children.length > 0 && !/[\r\n]/.test(text.slice(offset, offset + length));

/** A value on one line, with a space behind commas and colons. */
export function inlineJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inlineJson).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
  if (members.length === 0) return "{}";
  return `{ ${members.map(([key, inner]) => `${JSON.stringify(key)}: ${inlineJson(inner)}`).join(", ")} }`;
}
