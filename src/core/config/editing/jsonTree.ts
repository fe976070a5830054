import { createScanner, type Node, type ParseError, parseTree } from "jsonc-parser/lib/esm/main.js";
import { nestingLimit } from "../../kernel/json/nesting";

/** The tree of a JSON text with comments; `undefined` where there is none, or the text is nested too deeply to be walked through. */
export const jsonTree = (text: string, errors: ParseError[] = []): Node | undefined =>
  isSettingsTooDeep(text) ? undefined : parseTree(text, errors, { allowTrailingComma: true });

/** Whether a settings file is nested deeper than `nestingLimit`: its parser would exceed the stack. Comments do not count. */
export function isSettingsTooDeep(text: string): boolean {
  if (text.length <= nestingLimit) return false;
  const scanner = createScanner(text, true);
  let depth = 0;
  for (;;) {
    scanner.scan();
    const sign = text[scanner.getTokenOffset()]; // a text begins with a quote
    if (sign === undefined) return false;
    if (sign === "{" || sign === "[") depth++;
    else if (sign === "}" || sign === "]") depth--;
    if (depth > nestingLimit) return true;
  }
}
