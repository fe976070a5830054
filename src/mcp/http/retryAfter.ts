/** Reads one header of a response by its name, whatever its case. */
export type ReadHeader = (name: string) => string | null | undefined;

/** A longer wait than a day is a mistake, or an outage. */
const maxMs = 24 * 60 * 60 * 1000;

/** A number this large is a time, not a wait: as seconds since the epoch, it is in the year 2001. */
const firstEpochSecond = 1_000_000_000;

/**
 * The wait that a server asks for, in milliseconds, at most a day; `undefined` where it asks for none. `now` is in
 * milliseconds since the epoch. Reads `Retry-After` in both forms (RFC 9110, section 10.2.3) and `retry-after-ms`; then, if no
 * request is left, `RateLimit` (draft-ietf-httpapi-ratelimit-headers) and the `RateLimit-*`, `X-RateLimit-*` families.
 */
export function retryAfterMs(header: ReadHeader, now: number): number | undefined {
  const ms = plainNumber(header("retry-after-ms"));
  if (ms !== undefined) return bounded(ms);
  const value = header("retry-after")?.trim();
  if (value) {
    const seconds = plainNumber(value);
    const wait = seconds !== undefined ? seconds * 1000 : untilDate(value, now);
    if (wait !== undefined) return bounded(wait);
  }
  return structured(header("ratelimit")) ?? family(header, "ratelimit-", now) ?? family(header, "x-ratelimit-", now);
}

/** `"default";r=0;t=30`, several with commas, or the older `limit=100, remaining=0, reset=30`: the longest wait of those used up. */
function structured(value: string | null | undefined): number | undefined {
  if (!value || value.length > 1000) return undefined;
  const items = /\bremaining\s*=/i.test(value) ? [value.replaceAll(",", ";")] : value.split(",");
  let longest: number | undefined;
  for (const item of items) {
    const parameters = new Map(
      item.split(";").map((part) => {
        const [name = "", text = ""] = part.split("=");
        return [name.trim().toLowerCase(), plainNumber(text)] as const;
      }),
    );
    const remaining = parameters.get("r") ?? parameters.get("remaining");
    const reset = parameters.get("t") ?? parameters.get("reset");
    if (remaining !== 0 || reset === undefined) continue;
    longest = Math.max(longest ?? 0, bounded(reset * 1000));
  }
  return longest;
}

/** `X-RateLimit-Remaining: 0` with `-Reset-After` or `-Reset`, which holds seconds, or a time in (milli)seconds since the epoch. */
function family(header: ReadHeader, prefix: string, now: number): number | undefined {
  if (plainNumber(header(`${prefix}remaining`)) !== 0) return undefined;
  const after = plainNumber(header(`${prefix}reset-after`));
  if (after !== undefined) return bounded(after * 1000);
  const reset = plainNumber(header(`${prefix}reset`));
  if (reset === undefined) return undefined;
  if (reset < firstEpochSecond) return bounded(reset * 1000);
  return bounded((reset < firstEpochSecond * 1000 ? reset * 1000 : reset) - now);
}

/** The three forms of an HTTP date (RFC 9110, section 5.6.7); all mean GMT, although the oldest does not name it. */
function untilDate(text: string, now: number): number | undefined {
  if (text.length > 60 || !/^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? /i.test(text)) return undefined;
  const at = Date.parse(/GMT|UTC/i.test(text) ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : at - now;
}

function plainNumber(text: string | null | undefined): number | undefined {
  const trimmed = text?.trim();
  return trimmed && /^\d{1,15}(\.\d{1,6})?$/.test(trimmed) ? Number(trimmed) : undefined;
}

const bounded = (ms: number): number => Math.min(maxMs, Math.max(0, Math.ceil(ms)));
