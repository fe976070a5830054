import { parseJson } from "../../core/kernel/json/exactJson";
import type { ToolResult } from "../../core/messages/toolResult";
import { isObject } from "../../protocol/isObject";

/** A result with its wrappers opened. */
export interface Opened {
  /** The data: JSON as the server sent it, as structured content or as text; several JSON texts are a list. `undefined`: there is none. */
  readonly value: unknown;
  /** The text of the result, or what a wrapper holds as text. */
  readonly text: string;
  /** What stands around a text that was opened. */
  readonly around?: unknown;
}

/** The longest text that is read, in characters. */
const textLimit = 16 * 1024 * 1024;

/** Members that hold a whole result as text: FastMCP servers (`result`), Slack and Perplexity (`results`). */
const wrappers = ["result", "results"];

/** Opens a result: structured content that is an object, else the text, as a whole or part by part. */
export function opened({ content, structured }: Omit<ToolResult, "isError">): Opened {
  const texts = content.flatMap((block) => {
    const text = block.type === "text" ? block.text : block.type === "resource" ? block.resource.text : undefined;
    return text === undefined || text.length > textLimit ? [] : [text];
  });
  const text = texts.join("\n\n");
  if (isObject(structured)) return inside(structured, text);
  const whole = texts.length > 1 ? undefined : json(text);
  if (whole !== undefined) return inside(whole, text);
  const parts = texts.filter((part) => part.trim() !== "").map(json);
  if (parts.length > 1 && parts.every((part) => part !== undefined)) return { value: parts, text };
  return { value: undefined, text };
}

/** What a wrapper holds, where the value is one. Its text is the result, whatever stands beside it. */
function inside(value: unknown, text: string): Opened {
  if (!isObject(value)) return { value, text };
  for (const name of wrappers) {
    const inner = Object.hasOwn(value, name) ? value[name] : undefined;
    if (typeof inner !== "string" || inner.length > textLimit) continue;
    const read = json(inner);
    return { value: read, text: inner, around: value };
  }
  return { value, text };
}

/** The value of a text that is a JSON object or list. */
function json(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined; // plain text, or JSON that was cut
  }
}
