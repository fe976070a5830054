import { isExactInteger } from "../../core/kernel/json/exactInteger";
import { parseJson, toJson } from "../../core/kernel/json/exactJson";
import { nestingLimit } from "../../core/kernel/json/nesting";

/** Names of members that are left out wherever they stand, in lower case. */
const personal = new Set([
  "accountid",
  "account_id",
  "avatarurls",
  "avatar_url",
  "email",
  "emailaddress",
  "internal_notes",
  "private_data",
  "profile",
]);

/** The longest text within a value that is read as JSON, in characters. */
const textLimit = 1024 * 1024;

/**
 * A value without personal data, at every depth and in texts that are JSON. `kept`: names that the caller asked for. What is nested deeper
 * than `nestingLimit` is left out.
 */
export function withoutPersonalData(value: unknown, kept: ReadonlySet<string> = new Set(), depth = 0): unknown {
  if (typeof value === "string") return withoutInText(value, kept, depth);
  if (typeof value !== "object" || value === null || isExactInteger(value)) return value;
  if (depth > nestingLimit) return undefined;
  if (Array.isArray(value)) return value.map((one) => withoutPersonalData(one, kept, depth + 1));
  const left = Object.entries(value).filter(([name]) => isKept(name, kept));
  return Object.fromEntries(left.map(([name, inner]) => [name, withoutPersonalData(inner, kept, depth + 1)]));
}

const isKept = (name: string, kept: ReadonlySet<string>): boolean =>
  !personal.has(name.toLowerCase()) || kept.has(name.toLowerCase());

/** A text that is JSON is written again only if something of it is left out. */
function withoutInText(text: string, kept: ReadonlySet<string>, depth: number): string {
  if (text.length > textLimit || depth > nestingLimit || !/^\s*[[{][\s\S]*"/.test(text)) return text;
  if (!names.test(text)) return text;
  try {
    return toJson(withoutPersonalData(parseJson(text), kept, depth + 1)) ?? text;
  } catch {
    return text; // it is not JSON
  }
}

const names = new RegExp([...personal].join("|"), "i");
