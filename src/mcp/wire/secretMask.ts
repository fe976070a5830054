import { type HubError, reworded } from "../../core/kernel/hubError";
import { isExactInteger } from "../../core/kernel/json/exactInteger";

/** Replaces a secret. */
const mask = "•••";

/** A shorter value would be found within ordinary words. */
const minLength = 6;

/** Data that is nested deeper is not searched, and so is masked as a whole. */
const maxDepth = 100;

/** Masks the secret values of a plan in the output of a server, which may print its own token. */
export interface SecretMask {
  text(text: string): string;
  /** Masks every text within plain data, names included. */
  data(value: unknown): unknown;
  /** The same error where it holds no secret. */
  error(error: HubError): HubError;
}

/**
 * A mask for these exact values, and for each line of a value that has several. `live`: more of them, which change over time.
 */
export function secretMask(secrets: readonly string[] = [], live: () => readonly string[] = () => []): SecretMask {
  let seen: readonly string[] = [];
  let known = maskable(secrets);
  const now = (): readonly string[] => {
    const current = live();
    if (current.length !== seen.length || current.some((secret, at) => secret !== seen[at])) {
      // A former secret stays masked: a late message may hold it.
      known = maskable([...secrets, ...seen, ...current]);
      seen = current;
    }
    return known;
  };
  const text = (original: string) => now().reduce((masked, secret) => masked.replaceAll(secret, mask), original);

  const data = (value: unknown, depth = 0): unknown => {
    if (now().length === 0) return value;
    if (typeof value === "string") return text(value);
    if (typeof value !== "object" || value === null || isExactInteger(value)) return value;
    if (depth === maxDepth) return mask;
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

/** The lines that are long enough to be distinguished from a word, longest first: a secret may be part of another. */
function maskable(secrets: readonly string[]): readonly string[] {
  const lines = secrets.flatMap((secret) => [secret, ...secret.split(/[\r\n]+/)]).map((line) => line.trim());
  return [...new Set(lines)].filter(({ length }) => length >= minLength).sort((a, b) => b.length - a.length);
}
