import { withNumbers } from "../../core/kernel/json/exactInteger";
import { parseJson, toJson } from "../../core/kernel/json/exactJson";
import { isNestedTooDeep, nestingLimit } from "../../core/kernel/json/nesting";
import { message } from "../../protocol/message";

/** Where a message holds data of a server that a person or a model reads: only there do integers keep digits that a `number` loses. */
const data: ReadonlySet<string> = new Set([
  "structuredContent",
  "content",
  "contents",
  "toolResult",
  "data",
  "input",
  "_meta",
]);

/** A message with plain numbers wherever the protocol itself reads it. */
export const settled = (value: unknown): unknown => withNumbers(value, data);

/** The value of JSON text from a server. @throws {SyntaxError} where the text is not JSON, or nested too deeply (`nestingLimit`) */
export function parseUntrusted(text: string, settle?: (value: unknown) => unknown): unknown {
  if (isNestedTooDeep(text))
    throw new SyntaxError(
      message("wire.nestedTooDeep", "The JSON is nested more than {levels} levels deep.", { levels: nestingLimit }),
    );
  return parseJson(text, settle);
}

/**
 * The value of the JSON of a message. Everything that the protocol itself reads is as `JSON.parse` gives it.
 *
 * @throws {SyntaxError} where the text is not JSON, or nested too deeply (`nestingLimit`)
 */
export const parseMessage = (text: string): unknown => parseUntrusted(text, settled);

/** The JSON of a message, with all digits of its integers. */
export const messageText = (sent: object): string => toJson(sent) ?? "null";
