import { applyEdits, findNodeAtLocation, modify, type ParseError, parseTree } from "jsonc-parser/lib/esm/main.js";

/**
 * The text of a settings file with one value set and nothing else touched: comments and layout stay. `undefined` where
 * the parent is not written in this text as one object, or the text is not JSON; then VS Code itself must find out
 * where to write.
 */
export function editSettings(text: string, path: readonly (string | number)[], value: unknown): string | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (!root || errors.length > 0) return undefined;
  if (findNodeAtLocation(root, path.slice(0, -1))?.type !== "object") return undefined;
  return applyEdits(text, modify(text, [...path], value, { formattingOptions: layoutOf(text) }));
}

/** How the text is indented, so that new lines look like the old ones; their ends are copied anyway. */
function layoutOf(text: string) {
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? "  ";
  return { insertSpaces: !indent.includes("\t"), tabSize: indent.length };
}
