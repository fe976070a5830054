import { type HubError, reworded } from "../../core/kernel/hubError";

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

/**
 * A mask for these exact values, and for each line of a value that has several. `live`: more of them, which change as time goes by.
 */
export function secretMask(secrets: readonly string[] = [], live: () => readonly string[] = () => []): SecretMask {
  let seen: readonly string[] = [];
  let known = maskable(secrets);
  const now = (): readonly string[] => {
    const current = live();
    if (current.length !== seen.length || current.some((secret, at) => secret !== seen[at])) {
      // What was a secret a moment ago still is: a late message may hold it.
      known = maskable([...secrets, ...seen, ...current]);
      seen = current;
    }
    return known;
  };
  const text = (words: string) => now().reduce((masked, secret) => masked.replaceAll(secret, mask), words);

  const data = (value: unknown, depth = 0): unknown => {
    if (now().length === 0) return value;
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
      return message === error.message ? error : reworded(error, message, { cause: error.cause });
    },
  };
}

/** The lines that are long enough to be told from a word, longest first: a secret may be part of another. */
function maskable(secrets: readonly string[]): readonly string[] {
  const lines = secrets.flatMap((secret) => [secret, ...secret.split(/[\r\n]+/)]).map((line) => line.trim());
  return [...new Set(lines)].filter(({ length }) => length >= shortest).sort((a, b) => b.length - a.length);
}
