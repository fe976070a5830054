import type { Plain } from "../shape";

/** Where one entry is in a file. */
export interface Place {
  /** Keys from the top of the file to the collection. */
  readonly parent: readonly string[];
  /** The member of that object or, with `namedBy`, the item of that list which has this value there. */
  readonly key: string;
  readonly namedBy?: string;
}

export const isPlain = (value: unknown): value is Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** The value that keys lead to. */
export const valueAt = (content: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inside, key) => (isPlain(inside) && Object.hasOwn(inside, key) ? inside[key] : undefined),
    content,
  );

/** The entry at a place; `undefined` if there is none. */
export function entryAt(content: unknown, { parent, key, namedBy }: Place): unknown {
  const collection = valueAt(content, parent);
  if (namedBy === undefined) return valueAt(collection, [key]);
  return Array.isArray(collection) ? collection.find((item) => valueAt(item, [namedBy]) === key) : undefined;
}

/** The index of an item, or the key of a member. */
export function stepTo(content: unknown, { parent, key, namedBy }: Place): string | number {
  if (namedBy === undefined) return key;
  const list = valueAt(content, parent);
  return Array.isArray(list) ? list.findIndex((item) => valueAt(item, [namedBy]) === key) : -1;
}

/**
 * What a file holds apart from the entry at a place. Collections on the way to it that hold nothing do not count, since they may be made
 * for the entry and vanish with it.
 */
export function without(content: unknown, { parent, key, namedBy }: Place): unknown {
  const inside = (value: unknown, [step, ...rest]: readonly string[]): unknown => {
    if (step !== undefined)
      return isPlain(value) ? withMember(value, step, inside(valueAt(value, [step]), rest)) : value;
    if (namedBy === undefined) return isPlain(value) ? withMember(value, key, undefined) : (value ?? undefined);
    if (!Array.isArray(value)) return value ?? undefined;
    const others = value.filter((item) => valueAt(item, [namedBy]) !== key);
    return others.length > 0 ? others : undefined;
  };
  return inside(content, parent);
}

function withMember(plain: Plain, key: string, value: unknown): Plain | undefined {
  const others = Object.entries(plain).filter(([name]) => name !== key);
  const all = value === undefined ? others : [...others, [key, value] as const];
  return all.length > 0 ? Object.fromEntries(all) : undefined;
}
