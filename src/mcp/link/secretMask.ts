import { HubError } from "../../core/hubError";

/** What stands in the place of a secret. */
const mask = "•••";

/** A shorter value would be found in the middle of ordinary words. */
const shortest = 6;

/** Deeper than this nothing is looked at, and so nothing is handed on. */
const deepest = 100;

/** Takes the values that a plan filled in out of what a server says: it may print its own token, in full. */
export interface SecretMask {
  text(text: string): string;
  /** Every text within plain data, names included. */
  data(value: unknown): unknown;
  /** The error itself where it says nothing secret. */
  error(error: HubError): HubError;
}

/** A mask for these exact values, and for each line of a value that has several. */
export function secretMask(secrets: readonly string[] = []): SecretMask {
  const lines = secrets.flatMap((secret) => [secret, ...secret.split(/[\r\n]+/)]).map((line) => line.trim());
  // Longest first: a secret may be part of another.
  const known = [...new Set(lines)].filter(({ length }) => length >= shortest).sort((a, b) => b.length - a.length);
  const text = (words: string) => known.reduce((masked, secret) => masked.replaceAll(secret, mask), words);

  const data = (value: unknown, depth = 0): unknown => {
    if (known.length === 0) return value;
    if (typeof value === "string") return text(value);
    if (typeof value !== "object" || value === null) return value;
    if (depth === deepest) return mask;
    if (Array.isArray(value)) return value.map((one) => data(one, depth + 1));
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [text(name), data(one, depth + 1)]));
  };

  return {
    text,
    data: (value) => data(value),
    error(error) {
      const message = text(error.message);
      const { code, cause, retryAfterMs, sent } = error;
      return message === error.message ? error : new HubError(code, message, { cause, retryAfterMs, sent });
    },
  };
}
