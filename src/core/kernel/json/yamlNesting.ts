import { Lexer, Parser } from "yaml";
import { nestingLimit } from "./nesting";

/** Before the text of a scalar, and no part of it. */
const textMark = "\u001f";
/** Where a document begins, and where brackets end that were never closed. */
const otherMarks = new Set(["\u0002", "\u0018"]);

/** What begins a level. */
const signs = new Set(["[", "{", "-", "?", ":"]);

/**
 * Whether a YAML text, which may be half written, is nested deeper than `nestingLimit`. A thousand levels, which fit into a kilobyte, exceed the
 * stack of the parser, and may end the process where no error is thrown. Brackets are counted; outside of them, a level takes at least one
 * column at the start of a line, or a sign of its own.
 */
export function isYamlTooDeep(text: string): boolean {
  if (text.length <= nestingLimit) return false;
  let brackets = 0;
  let lines = 0;
  let colons = 0;
  let startsLine = true;
  let isText = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (otherMarks.has(lexeme)) continue;
    if (!isText && lexeme === textMark) {
      isText = true;
      continue;
    }
    if (startsLine) {
      lines = /^ +$/.test(lexeme) ? lexeme.length : 0;
      if (brackets === 0) colons = 0;
    }
    const sign = isText ? "" : lexeme;
    switch (sign) {
      case "[":
      case "{":
        brackets++;
        colons = 0;
        break;
      case "]":
      case "}":
        brackets = Math.max(0, brackets - 1);
        colons = 0;
        break;
      case ",":
        colons = 0;
        break;
      case ":":
        // A map within a map without a line or a bracket of its own is a mistake, which the parser nests all the same.
        if (++colons > 1) return isParsedTooDeep(text);
        if (brackets === 0) lines++;
        break;
      case "-":
      case "?":
        if (brackets === 0) lines++;
    }
    if (signs.has(sign) && brackets + lines > nestingLimit) return true;
    isText = false;
    startsLine = /[\r\n]$/.test(lexeme);
  }
  return false;
}

/** The same by the part of the parser that keeps a stack of its own, which takes longer. */
function isParsedTooDeep(text: string): boolean {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme)); // a whole document is of no interest
    if (parser.stack.length > nestingLimit) return true;
  }
  return false;
}
