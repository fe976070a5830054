/** What stands in the place of a secret. */
const mask = "•••";

/** Names whose values are secrets wherever they stand: in arguments, headers, environments. A progress token is not (MCP, progress). */
const secretName =
  /pass(word|phrase)?$|secret|(?<!progress)token$|api[-_]?key|authorization|cookie|credential|private[-_]?key/i;

/** Whether a value under this name is a secret wherever it stands. */
export const isSecretName = (name: string): boolean => secretName.test(name);

/** Texts that are secrets by their shape: key prefixes of well-known services, bearer headers, JSON web tokens. */
const secretText =
  /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|sk-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)|\b(?:bearer|basic)\s+[\w.~+/=-]{8,}/gi;

/** Where a text holds a secret by its shape; the first of them. */
export function secretSpan(text: string): { readonly from: number; readonly to: number } | undefined {
  for (const { 0: secret, index } of text.matchAll(secretText)) {
    const scheme = /^(?:bearer|basic)\s+/i.exec(secret)?.[0].length ?? 0;
    return { from: index + scheme, to: index + secret.length };
  }
  return undefined;
}

/** How far past a cut a secret is still recognized, in characters. */
const overhang = 4096;

/** Control characters but line feed and tab: they would act on a terminal, a log or a tree. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the point
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** How all that is taken out begins: nearly every text holds none of it, and is looked through once instead of three times. */
const suspicious = new RegExp(`${control.source}|gh[pousr]_|github_pat_|sk-|xox|akia|eyj|bearer|basic`, "i");

/** Text as it may enter the stream: without control characters and secrets, and no longer than `limit` characters. */
export function safeText(text: string, limit: number): string {
  // Masked before it is cut: half a secret would no longer look like one. The overhang covers the longest of them.
  const seen = text.slice(0, limit + overhang);
  const safe = suspicious.test(seen)
    ? seen.replace(/\r\n?/g, "\n").replace(control, "\ufffd").replace(secretText, mask)
    : seen;
  return text.length > limit ? `${safe.slice(0, limit)}… (${text.length - limit} more characters)` : safe;
}

/** One line of safe text, for names and labels that a server chose. */
export function safeLine(text: string, limit = 200): string {
  const safe = safeText(text, limit);
  return /\s/.test(safe) ? safe.replace(/\s+/g, " ").trim() : safe;
}

/** A value as JSON that may enter the stream: values under secret names masked, then cut and cleaned like any text. */
export function safeJson(value: unknown, limit: number): string {
  if (isPlain(value, limit)) return safeText(JSON.stringify(value), limit);
  const json = JSON.stringify(value, (key, inner: unknown) => {
    if (inner !== null && inner !== "" && secretName.test(key) && typeof inner !== "object") return mask;
    // A long text is cut before it is written, so that a large result costs no more than its preview.
    return typeof inner === "string" && inner.length > limit + overhang ? inner.slice(0, limit + overhang) : inner;
  });
  return safeText(json ?? "", limit);
}

/** Small flat data without secret names, as most arguments are: to be written as it is, which is much faster than looking at each value. */
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
 * A value as plain data that may leave the hub: values under secret names and texts that look like secrets masked, control characters
 * taken out. `undefined`: it is larger than `limit` characters, or nested more than 100 deep, and nothing of it is given.
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
    if (inner !== null && inner !== "" && secretName.test(key) && typeof inner !== "object") return mask;
    if (typeof inner === "string") return safeText(inner, limit);
    if (Array.isArray(inner)) return inner.map((item) => clean(item, "", depth + 1));
    if (typeof inner !== "object" || inner === null) return inner;
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
