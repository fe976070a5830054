import { isObject } from "../../../protocol/isObject";
import { isExactInteger } from "../json/exactInteger";

/** What is nested deeper is left out. */
const deepest = 100;

/**
 * Plain data cut to about `limit` characters of JSON, so that the cost of what follows does not grow with the message: a long text is
 * cut, and what comes after the limit is left out. `isWhole`: nothing was left out. `overhang`: how far past the limit a text is kept.
 * `longest`: of a longer text only the length is kept, since even its beginning may cost as much as all of it: V8 joins the pieces of a
 * text that was read in pieces.
 */
export function clippedData(
  data: unknown,
  limit: number,
  { overhang = 0, longest = Number.POSITIVE_INFINITY }: { readonly overhang?: number; readonly longest?: number } = {},
): { readonly value: unknown; readonly isWhole: boolean } {
  let left = limit;
  let isWhole = true;
  const hasRoom = () => {
    isWhole &&= left > 0;
    return left > 0;
  };
  const clip = (value: unknown, depth: number): unknown => {
    if (typeof value === "string" && value.length > longest) {
      isWhole = false;
      return value.length;
    }
    if (typeof value === "string") {
      const kept = value.slice(0, Math.max(left, 0) + overhang);
      isWhole &&= kept.length === value.length;
      left -= kept.length + 3;
      return kept;
    }
    if (typeof value !== "object" || value === null || isExactInteger(value)) {
      left -= String(value).length + 1;
      return value;
    }
    left -= 2;
    if (depth > deepest) {
      isWhole = false;
      return undefined;
    }
    if (Array.isArray(value)) {
      const kept: unknown[] = [];
      for (let at = 0; at < value.length && hasRoom(); at++) kept.push(clip(value[at], depth + 1));
      return kept;
    }
    const kept: [string, unknown][] = [];
    for (const [name, one] of isObject(value) ? Object.entries(value) : []) {
      if (!hasRoom()) break;
      left -= name.length + 3;
      kept.push([name, clip(one, depth + 1)]);
    }
    return Object.fromEntries(kept);
  };
  const value = clip(data, 0);
  return { value, isWhole };
}
