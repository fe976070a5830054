import { isObject } from "../../protocol/isObject";

export type Meta = Readonly<Record<string, unknown>>;

/** Characters of all that one `_meta` may hold, as JSON. */
const limit = 16_000;

/** How the hub's own entries begin: a server has none of them. */
const ownPrefix = "mcp-hub/";

/**
 * What a server adds to a tool or a result (`_meta`; specification, basic protocol, general fields), bounded: entries that no longer fit
 * are left out, and how many is said in `mcp-hub/left-out`. `undefined` where there is nothing.
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

/** As JSON, in characters; what is nested too deeply to be written down is larger than any limit. */
function sizeOf(value: unknown): number {
  try {
    return JSON.stringify(value)?.length ?? 0;
  } catch {
    return Number.POSITIVE_INFINITY; // the answer: it cannot be kept
  }
}
