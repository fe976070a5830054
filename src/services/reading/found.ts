import { isExactInteger } from "../../core/kernel/json/exactInteger";
import { webAddress } from "../../core/kernel/untrusted/webAddress";
import { isObject } from "../../protocol/isObject";

/** One page of what was asked for; for a method that gives one thing, a page of one. */
export interface ReadPage {
  /** Each is checked by the method's schema. */
  readonly items: readonly unknown[];
  /** What asks for the next page. */
  readonly next?: string | undefined;
  /** How many there are in all. */
  readonly total?: number | undefined;
  /** The server has more, whether or not it says how to ask for it. */
  readonly more?: boolean | undefined;
}

/** The value at a path of own members, such as `fields.status.name`. */
export function at(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path.split(".")) {
    if (!isObject(found) || !Object.hasOwn(found, name)) return undefined;
    found = found[name];
  }
  return found;
}

/** A text, or a number as one; `undefined` for anything else, and for an empty text. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  if (isExactInteger(value)) return String(value);
  return typeof value === "number" && Number.isFinite(value) ? String(value) : undefined;
}

/** The first text at one of these paths. */
export function textAt(value: unknown, ...paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const text = textOf(at(value, path));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The same, or null: what a stable shape has where a server says nothing. */
export const textOrNull = (value: unknown, ...paths: readonly string[]): string | null =>
  textAt(value, ...paths) ?? null;

/** The list at one of these paths; an empty path is the value itself. */
export function listAt(value: unknown, ...paths: readonly string[]): readonly unknown[] | undefined {
  for (const path of paths) {
    const found = path === "" ? value : at(value, path);
    if (Array.isArray(found)) return found;
  }
  return undefined;
}

export const numberAt = (value: unknown, path: string): number | undefined => {
  const found = at(value, path);
  return typeof found === "number" && Number.isFinite(found) ? found : undefined;
};

/** The value inside `{"data": …}`, where a server wraps all it says. */
export function unwrapped(value: unknown): unknown {
  const inner = at(value, "data");
  return isObject(inner) || Array.isArray(inner) ? inner : value;
}

/** The first of these that is an address of the web, as every parser reads it. */
export function addressOf(...texts: readonly (string | undefined | null)[]): string | null {
  for (const text of texts) {
    const address = text ? webAddress(text) : undefined;
    if (address && "href" in address) return address.href;
  }
  return null;
}

/** What each value is read as; `undefined` if one of them is not what it should be. */
export function all<V, T>(values: readonly V[], read: (value: V) => T | undefined): T[] | undefined {
  const items: T[] = [];
  for (const value of values) {
    const item = read(value);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

const written = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,3})\d*)?(?:(Z| UTC)|([+-]\d\d):?(\d\d))$/;

/** A time as ISO 8601 in UTC. Null where it names no zone, or one that only the server knows. */
export function timeOf(text: string | undefined): string | null {
  const [whole, day, clock = "", part = "0", , hours, minutes] = written.exec(text ?? "") ?? [];
  if (whole === undefined) return null;
  const seconds = clock.length === 5 ? `${clock}:00` : clock;
  const date = new Date(`${day}T${seconds}.${part.padEnd(3, "0")}${hours === undefined ? "Z" : `${hours}:${minutes}`}`);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
