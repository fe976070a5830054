import { safeLine } from "../../core/kernel/redact";
import { isObject } from "../../protocol/isObject";
import { withDisplayedAddresses } from "./client/displayedAddress";

/** The members of a refusal that are words for people, the most telling first. */
const members = ["error_description", "message", "detail", "error", "msg", "reason", "title", "description"];

/** What a server says in the body of a refusal, as one line without a full stop; empty for a web page, and where it says nothing. */
export function serverWords(body: string, limit = 300): string {
  const text = body.trim();
  if (text === "" || text.startsWith("<")) return "";
  const words = inJson(parsed(text), 0);
  return safeLine(withDisplayedAddresses(words ?? text), limit).replace(/\.$/, "");
}

/** `undefined` where it is not JSON: then the text is what the server says. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function inJson(value: unknown, depth: number): string | undefined {
  if (typeof value === "string") return value.trim() === "" ? undefined : value;
  if (depth > 4) return undefined;
  if (Array.isArray(value)) return inJson(value[0], depth + 1);
  if (!isObject(value)) return undefined;
  return members.map((name) => inJson(value[name], depth + 1)).find((words) => words !== undefined);
}
