import { applyEdits, findNodeAtLocation, modify, type ParseError } from "jsonc-parser/lib/esm/main.js";
import { jsonTree } from "./jsonTree";
import { removeKey } from "./removeKey";

/**
 * The text of a settings file with one value set, or its key taken out (a value of `undefined`), and nothing else changed: comments and
 * layout stay. `undefined` if the text is not JSON
 * or the parent is not written in it as one object; then VS Code itself must find out where to write.
 */
export function editSettings(text: string, path: readonly (string | number)[], value: unknown): string | undefined {
  const errors: ParseError[] = [];
  const root = jsonTree(text, errors);
  if (!root || errors.length > 0) return undefined;
  if (findNodeAtLocation(root, path.slice(0, -1))?.type !== "object") return undefined;
  if (value === undefined) return findNodeAtLocation(root, [...path]) ? removeKey(text, path) : text;
  return applyEdits(text, modify(text, [...path], value, { formattingOptions: layoutOf(text) }));
}

/** The indentation of a text, so that new lines look like the old ones. The line endings are copied in any case. */
export function layoutOf(text: string) {
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? "  ";
  return { insertSpaces: !indent.includes("\t"), tabSize: indent.length };
}
