import { isExactInteger } from "./json/exactInteger";
import { toJson } from "./json/exactJson";

/** Tool arguments are not nested deeper than this on purpose. */
const depthLimit = 40;

/**
 * JSON with sorted keys and a limit, so that equal arguments give equal text. `undefined` if the text would be longer than `limit`
 * characters or the value is not plain JSON. It stops at the limit, so that large arguments cost no more than small ones.
 */
export function canonicalJson(value: unknown, limit: number): string | undefined {
  const parts: string[] = [];
  let left = limit;

  const put = (text: string): boolean => {
    left -= text.length;
    parts.push(text);
    return left >= 0;
  };
  const write = (value: unknown, depth: number): boolean => {
    if (value === null || typeof value === "boolean") return put(String(value));
    if (typeof value === "number") return Number.isFinite(value) && put(String(value));
    if (isExactInteger(value)) return put(String(value));
    if (typeof value === "string") return value.length <= left && put(JSON.stringify(value));
    if (typeof value !== "object" || depth >= depthLimit || "toJSON" in value) return false;
    if (Array.isArray(value)) {
      if (value.length > left) return false;
      return put("[") && value.every((item, index) => (index === 0 || put(",")) && write(item, depth + 1)) && put("]");
    }
    const keys = Object.keys(value).sort();
    let first = true;
    if (keys.length > left || !put("{")) return false;
    for (const key of keys) {
      const inner: unknown = Reflect.get(value, key);
      if (inner === undefined) continue; // JSON omits such a key, too
      if (!put(`${first ? "" : ","}${JSON.stringify(key)}:`) || !write(inner, depth + 1)) return false;
      first = false;
    }
    return put("}");
  };
  return write(value, 0) ? parts.join("") : undefined;
}

/** Deeper than this, the order of the keys is left as it was sent. */
const sortedDepth = 200;

/**
 * The canonical JSON of a value that was read from JSON (RFC 8785): keys by their UTF-16 code units, numbers and texts as ECMAScript writes
 * them, no space. Integers that no `number` holds, which the RFC leaves out, keep their digits. What is nested more than 200 levels deep
 * keeps its order, so that no value is without a text.
 */
export function canonicalText(value: unknown, depth = 0): string {
  if (isExactInteger(value)) return String(value);
  if (typeof value !== "object" || value === null || depth >= sortedDepth) return toJson(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map((item: unknown) => canonicalText(item, depth + 1)).join(",")}]`;
  const members = Object.keys(value)
    .sort()
    .flatMap((key) => {
      const inner: unknown = Reflect.get(value, key);
      return inner === undefined ? [] : [`${JSON.stringify(key)}:${canonicalText(inner, depth + 1)}`];
    });
  return `{${members.join(",")}}`;
}

/** JSON with sorted keys and without a limit, so that equal values give equal text. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
