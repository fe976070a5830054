import type { HubErrorCode } from "../../protocol/hubErrorCode";
import { isObject } from "../../protocol/isObject";
import { at, listAt, textAt, textOf } from "./found";
import type { Opened } from "./openedResult";

/** What servers call the failures that have a code of the hub's own; the first that fits counts. */
const codes: readonly (readonly [code: HubErrorCode, words: RegExp])[] = [
  ["rate-limited", /\b429\b|rate.?limit|too many requests/i],
  ["unknown-tool", /\bunknown tool\b|\btool \S+ not found\b|-32601\b/i],
  ["bad-arguments", /-32602\b|input validation error|missing required argument/i],
  ["needs-auth", /\b401\b|unauthori[sz]ed|invalid_auth|not_authed|token_(?:expired|revoked)|authentication failed/i],
  ["forbidden", /\b403\b|forbidden|missing_scope|not_allowed|plan to use|permission denied/i],
];

/** The longest text in which a code is looked for, in characters. */
const searched = 2000;

/** What a server's words say went wrong. */
export const codeOf = (text: string): HubErrorCode =>
  codes.find(([, words]) => words.test(text.slice(0, searched)))?.[0] ?? "server-error";

/**
 * The error that a result reports although it is not marked as one (`isError`); `undefined` if it reports none. A text that is data is
 * never searched for words: only its form decides.
 */
export function reportedError({ value, text }: Opened): string | undefined {
  if (value === undefined) return /^\s*(?:MCP )?error\b[^\n]{0,80}:/i.test(text) ? text.trim() : undefined;
  if (!isObject(value)) return undefined;
  const { ok, success, error, message } = value;
  const [first] = listAt(value, "errors") ?? [];
  const said = textOf(error) ?? textAt(error, "message", "detail") ?? textOf(message) ?? textAt(first, "message");
  if (ok === false || success === false || error === true) return said ?? "";
  if (isObject(error) && textAt(error, "message")) return said;
  // Beside an `error` in words a result has nothing else to say: with data of its own, it is a field of that data.
  const others = Object.keys(value).filter((name) => !["error", "message", "status", "code"].includes(name));
  if (typeof error === "string" && error !== "" && others.length === 0) return said;
  const lines = at(value, "errorMessages");
  return Array.isArray(lines) && lines.length > 0 ? lines.map(String).join("; ") : undefined;
}
