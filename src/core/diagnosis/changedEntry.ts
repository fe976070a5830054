import { isObject } from "../../protocol/isObject";
import type { EntryChange } from "./finding";

/** An entry after changes; the one that was given stays as it is. */
export function changedEntry(
  entry: Readonly<Record<string, unknown>>,
  changes: readonly EntryChange[],
): Readonly<Record<string, unknown>> {
  return changes.reduce((before, { path, value }) => changed(before, path, value), entry);
}

function changed(
  entry: Readonly<Record<string, unknown>>,
  [key = "", ...below]: readonly string[],
  value: unknown,
): Readonly<Record<string, unknown>> {
  const inner = entry[key];
  const after = below.length > 0 ? changed(isObject(inner) ? inner : {}, below, value) : value;
  const others = Object.entries(entry).filter(([name]) => name !== key || after !== undefined);
  // In its place, where it was there.
  const named = others.map(([name, one]) => [name, name === key ? after : one] as const);
  return Object.fromEntries(after === undefined || Object.hasOwn(entry, key) ? named : [...named, [key, after]]);
}
