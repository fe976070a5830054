import { textEnd } from "./exactJson";

/**
 * The deepest nesting of objects and lists that is read from a server. Data of a few dozen levels is already rare; some thousands of
 * levels, which fit into 5 kB, would exceed the stack of whatever walks through them.
 */
export const nestingLimit = 256;

const quote = 34;

/** Whether the text, taken for JSON, is nested deeper than `nestingLimit`. It need not be valid. */
export function isNestedTooDeep(text: string): boolean {
  if (text.length <= nestingLimit) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = textEnd(text, at) - 1;
    } else if (code === 123 || code === 91) {
      if (++depth > nestingLimit) return true;
    } else if (code === 125 || code === 93) depth--;
  }
  return false;
}
