import { type Edit, findNodeAtLocation, modify, parseTree } from "jsonc-parser/lib/esm/main.js";

/** Text to put in the place of another; the offset counts characters. */
export type TextEdit = Edit;

/**
 * The edits that set one value in the text of a settings file and touch nothing else: comments and layout stay. `undefined` where the parent is not written in this text as one object, or the text is not
 * JSON; then VS Code itself must find out where to write.
 */
export function editSettings(
  text: string,
  path: readonly (string | number)[],
  value: unknown,
): readonly TextEdit[] | undefined {
  const errors: { error: number; offset: number; length: number }[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (!root || errors.length > 0) return undefined;
  if (findNodeAtLocation(root, path.slice(0, -1))?.type !== "object") return undefined;
  return modify(text, [...path], value, { formattingOptions: layoutOf(text) });
}

/** How the text is indented and its lines end, so that new lines look like the old ones. */
function layoutOf(text: string) {
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? "  ";
  return { insertSpaces: !indent.includes("\t"), tabSize: indent.length, eol: text.includes("\r\n") ? "\r\n" : "\n" };
}
