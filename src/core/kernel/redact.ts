import { message } from "../../protocol/message";
import { type HubError, reworded } from "./hubError";
import { isExactInteger } from "./json/exactInteger";
import { parseJson, toJson } from "./json/exactJson";
import { knownSecrets } from "./secrets/knownSecrets";
import { withoutMatches } from "./secrets/secretPatterns";
import { unseenCharacters, visibleText } from "./untrusted/visible";

/** Replaces a secret. */
const mask = "•••";

/** Names whose values are secrets wherever they occur: in arguments, headers and environments. A progress token is not (MCP, progress). */
const secretName =
  /pass(word|phrase)?$|secret|(?<!progress)token$|api[-_]?key|authorization|cookie|credential|private[-_]?key/i;

/** Whether a value under this name is a secret wherever it occurs. */
export const isSecretName = (name: string): boolean => secretName.test(name);

/** Texts that look like secrets: keys with the prefix of a well-known service, bearer and basic credentials, JSON web tokens. */
const secretText =
  /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|sk-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)|\b(?:bearer|basic)\s+[\w.~+/=-]{8,}/gi;

/** The position of the first text that looks like a secret. */
export function secretSpan(text: string): { readonly from: number; readonly to: number } | undefined {
  for (const { 0: secret, index } of text.matchAll(secretText)) {
    const scheme = /^(?:bearer|basic)\s+/i.exec(secret)?.[0].length ?? 0;
    return { from: index + scheme, to: index + secret.length };
  }
  return undefined;
}

/** The same text with everything masked that is or looks like a secret; nothing else of it changes. */
export const withoutSecrets = (text: string): string =>
  withoutMatches(knownSecrets.masked(text, mask), mask).replace(secretText, mask);

/** The same for JSON, whose texts and names are masked: it stays JSON. */
export function withoutSecretsInJson(json: string): string {
  if (withoutSecrets(json) === json) return json;
  const clean = (value: unknown): unknown => {
    if (typeof value === "string") return withoutSecrets(value);
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== "object" || value === null || isExactInteger(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [withoutSecrets(name), clean(inner)]));
  };
  return toJson(clean(parseJson(json))) ?? "";
}

/** The same for an error. */
export function withoutSecretsIn(error: HubError): HubError {
  const text = withoutMatches(knownSecrets.masked(error.message, mask), mask);
  return text === error.message ? error : reworded(error, text, { cause: error.cause });
}

/** How far beyond a cut a secret is still recognized, in characters. */
const overhang = 4096;

/** The beginning of everything that is removed. Nearly every text holds none of it and is then scanned once instead of three times. */
const suspicious = new RegExp(`[\\r${unseenCharacters}]|gh[pousr]_|github_pat_|sk-|xox|akia|eyj|bearer|basic`, "iu");

/** Text that may enter the event stream: without control characters and secrets, at most `limit` characters long. */
export function safeText(text: string, limit: number): string {
  // Secrets are masked before the text is cut, because half a secret would no longer look like one. The overhang covers the longest of them.
  const seen = withoutMatches(knownSecrets.masked(text.slice(0, limit + overhang), mask), mask);
  const safe = suspicious.test(seen) ? visibleText(seen.replace(/\r\n?/g, "\n")).replace(secretText, mask) : seen;
  if (text.length <= limit) return safe;
  const count = text.length - limit;
  const more =
    count === 1
      ? message("redact.cutOne", "(1 more character)")
      : message("redact.cut", "({count} more characters)", { count });
  return `${safe.slice(0, limit)}… ${more}`;
}

/** Safe text on one line, for names and labels that a server chose. */
export function safeLine(text: string, limit = 200): string {
  const safe = safeText(text, limit);
  return /\s/.test(safe) ? safe.replace(/\s+/g, " ").trim() : safe;
}

/** A value as JSON that may enter the event stream: values under secret names are masked, then the JSON is cleaned and cut like any text. */
export function safeJson(value: unknown, limit: number): string {
  if (isPlain(value, limit)) return safeText(JSON.stringify(value), limit);
  return safeText(maskedJson(value, limit), limit);
}

function maskedJson(value: unknown, limit: number): string {
  const masked = (key: string, inner: unknown) => {
    if (isSecret(key, inner)) return mask;
    // Long texts are cut before they are serialized, so that a large result costs no more than its preview.
    return typeof inner === "string" && inner.length > limit + overhang ? inner.slice(0, limit + overhang) : inner;
  };
  try {
    return toJson(value, undefined, masked) ?? "";
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return message("redact.tooDeep", "(nested too deeply to be shown)");
  }
}

/** Whether what stands under this name is masked: any value that is not a structure. */
const isSecret = (name: string, value: unknown): boolean =>
  value !== null && value !== "" && secretName.test(name) && (typeof value !== "object" || isExactInteger(value));

/** Whether a value is small and flat and has no secret names, like most arguments: it is serialized without a replacer, which is much faster. */
function isPlain(value: unknown, limit: number): value is object {
  if (typeof value !== "object" || value === null || "toJSON" in value) return false;
  for (const key in value) {
    const inner: unknown = Reflect.get(value, key);
    if (typeof inner === "object" || typeof inner === "function" || secretName.test(key)) return false;
    if (typeof inner === "bigint" || (typeof inner === "string" && inner.length > limit)) return false;
  }
  return true;
}

/**
 * A value as plain data that may leave the hub: values under secret names and texts that look like secrets are masked, control characters
 * are removed. `undefined` if it is larger than `limit` characters or nested more than 100 levels deep.
 */
export function safeData(
  value: unknown,
  limit: number,
): { readonly data: unknown; readonly characters: number } | undefined {
  let characters = 0;
  const clean = (inner: unknown, key: string, depth: number): unknown => {
    characters += key.length + 2;
    if (typeof inner === "string") characters += inner.length;
    if (characters > limit || depth > 100) throw tooMuch;
    if (isSecret(key, inner)) return mask;
    if (typeof inner === "string") return safeText(inner, limit);
    if (Array.isArray(inner)) return inner.map((item) => clean(item, "", depth + 1));
    if (typeof inner !== "object" || inner === null || isExactInteger(inner)) return inner;
    const entries = Object.entries(inner);
    for (const entry of entries) entry[1] = clean(entry[1], entry[0], depth + 1);
    return Object.fromEntries(entries);
  };
  try {
    const data = clean(value, "", 0);
    return { data, characters };
  } catch (error) {
    if (error === tooMuch) return undefined;
    throw error;
  }
}

const tooMuch = new Error("The value is too large.");
