import { Lexer, Parser } from "yaml";
import { nestingLimit } from "./nesting";

/** The document itself, and a text inside of the innermost collection. */
const beside = 2;

/**
 * Whether a YAML text, which may be half written, is nested deeper than `nestingLimit`. A thousand levels, which fit into a kilobyte, exceed the
 * stack of what makes a document of it, and may end the process where no error is thrown; what is used here keeps a stack of its own.
 */
export function isYamlTooDeep(text: string): boolean {
  if (text.length <= nestingLimit) return false;
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme)); // a whole document is of no interest
    if (parser.stack.length > nestingLimit + beside) return true;
  }
  return false;
}
