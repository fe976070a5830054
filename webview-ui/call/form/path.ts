import { isJsonList, isJsonObject, type Json } from "../json/exactJson";

/** Where a value stands in the arguments: names of objects and indexes of lists. */
export type Path = readonly (string | number)[];

/** A path as one text that no other path has (RFC 6901). */
export const pathKey = (path: Path): string =>
  path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** The value at a path; `undefined` where nothing is. */
export function valueAt(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((at, part) => {
    if (isJsonList(at)) return at[Number(part)];
    return isJsonObject(at) && Object.hasOwn(at, part) ? at[part] : undefined;
  }, value);
}

/** The value with another one at a path. `undefined` leaves out a property, and takes an item out of its list. */
export function withValueAt(value: Json | undefined, path: Path, to: Json | undefined): Json | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return to;
  if (typeof first === "number") {
    const items = isJsonList(value) ? value : [];
    const inner = withValueAt(items[first], rest, to);
    return inner === undefined
      ? items.filter((_, at) => at !== first)
      : first < items.length
        ? items.map((item, at) => (at === first ? inner : item))
        : [...items, inner];
  }
  const object = isJsonObject(value) ? value : {};
  const inner = withValueAt(Object.hasOwn(object, first) ? object[first] : undefined, rest, to);
  if (inner !== undefined) return { ...object, [first]: inner };
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== first));
}

/** A list with one item at another place. */
export function moved(items: readonly Json[], from: number, to: number): readonly Json[] {
  const item = items[from];
  if (item === undefined || to < 0 || to >= items.length) return items;
  return items.toSpliced(from, 1).toSpliced(to, 0, item);
}
