import { message } from "../../../protocol/message";
import type { RateLimitRule } from "../../config/schema/callSettings";
import { HubError } from "../../kernel/hubError";
import { matchesName } from "../../kernel/untrusted/matchesName";
import type { ToolResult } from "../../messages/toolResult";
import { nameOf } from "../budget";
import type { ToolCall } from "../toolCall";

/** How much of a result is looked at, in characters: a message that a limit was reached is short. */
const textLimit = 64 * 1024;

/**
 * The failure behind a result that says "rate limit reached", by the first rule that fits; `undefined` where none does. Plain
 * text and JSON pointers, no regular expressions: nothing that a server answers can make this slow.
 */
export function rateLimitIn(
  rules: readonly RateLimitRule[],
  call: Pick<ToolCall, "server" | "tool">,
  result: ToolResult,
): HubError | undefined {
  if (rules.length === 0) return undefined;
  const name = `${call.server}/${call.tool}`;
  const rule = rules.find((rule) => matchesName(rule.tool, name) && fits(rule, result));
  if (!rule) return undefined;
  // Whether the tool did a part of its work before it said so is not known, so it does not count as unsent.
  return new HubError(
    "rate-limited",
    message(
      "calls.answeredRateLimit",
      "{call} answered that its rate limit is reached. Call it again later, or less often.",
      {
        call: nameOf(call),
      },
    ),
    { retryAfterMs: rule.waitSeconds === undefined ? undefined : rule.waitSeconds * 1000 },
  );
}

function fits({ text, pointer, equals }: RateLimitRule, result: ToolResult): boolean {
  if (text !== undefined && !textOf(result).toLowerCase().includes(text.toLowerCase())) return false;
  if (pointer === undefined) return text !== undefined;
  const found = at(result.structured ?? parsed(textOf(result)), pointer);
  return equals === undefined ? found !== undefined && found !== null && found !== false : found === equals;
}

function textOf({ content }: ToolResult): string {
  let text = "";
  for (const block of content) {
    if (block.type === "text") text += `${block.text.slice(0, textLimit)}\n`;
    if (text.length >= textLimit) break;
  }
  return text.slice(0, textLimit);
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // it only looked like JSON, or was longer than what is looked at
  }
}

/** What a JSON pointer (RFC 6901) finds; own properties only. */
function at(value: unknown, pointer: string): unknown {
  let found = value;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = Reflect.get(found, key);
  }
  return found;
}
