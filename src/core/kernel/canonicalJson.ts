/** Nothing that a tool is called with is nested deeper on purpose. */
const depthLimit = 40;

/**
 * Equal arguments as equal text: the keys of objects in order. `undefined` where the text would be longer than `limit` characters, or where
 * the value is no plain JSON; it stops there, so that large arguments cost no more than small ones.
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
      if (inner === undefined) continue; // as in JSON, such a key is a key that is missing
      if (!put(`${first ? "" : ","}${JSON.stringify(key)}:`) || !write(inner, depth + 1)) return false;
      first = false;
    }
    return put("}");
  };
  return write(value, 0) ? parts.join("") : undefined;
}
