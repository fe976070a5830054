import { isObject } from "../../protocol/isObject";

export type Meta = Readonly<Record<string, unknown>>;

/** The size of one `_meta`, as characters of JSON. */
const limit = 16_000;

/** The prefix of the hub's own entries; a server's entries with it are dropped. */
export const ownPrefix = "mcp-hub/";

/**
 * The `_meta` of a tool or a result (specification, basic protocol, general fields), bounded: entries that no longer fit are left out, and
 * `mcp-hub/left-out` counts them. `undefined` where there are no entries.
 */
export function normalizeMeta(meta: unknown): Meta | undefined {
  if (!isObject(meta)) return undefined;
  const entries = Object.entries(meta).filter(([key]) => !key.startsWith(ownPrefix));
  let left = limit;
  const kept = entries.filter(([key, value]) => {
    const characters = key.length + sizeOf(value);
    if (characters > left) return false;
    left -= characters;
    return true;
  });
  if (entries.length === 0) return undefined;
  const leftOut = entries.length - kept.length;
  return { ...Object.fromEntries(kept), ...(leftOut > 0 && { [`${ownPrefix}left-out`]: leftOut }) };
}

/** The size as JSON, in characters; a value that is nested too deeply for JSON is larger than any limit. */
function sizeOf(value: unknown): number {
  try {
    return JSON.stringify(value)?.length ?? 0;
  } catch {
    return Number.POSITIVE_INFINITY; // cannot be kept
  }
}
