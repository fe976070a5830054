import { selectionForm } from "../../core/config/schema/options/serviceRows";
import { isObject } from "../../protocol/isObject";

/** The most values that one selection gives. */
const mostValues = 10_000;

const step = /\.(\*|[^.[\]]+)|\[(?:(\*)|(\d+)|'([^']*)'|"([^"]*)")\]/gu;

/** One step into a value: a name, a place in a list, or all there is. */
type Step = { readonly name: string } | { readonly place: number } | "all";

/**
 * Everything that a selection leads to, in order: `$.items[*].key`. It is the part of JSONPath (RFC 9535) that only names: no filters, no
 * expressions, no search through all depths, so it takes as long as there are values. A member is found only if it is the object's own.
 *
 * @param path - as the schema of the settings has checked it
 */
export function selected(path: string, value: unknown): readonly unknown[] {
  if (!selectionForm.test(path)) return [];
  let values: readonly unknown[] = [value];
  for (const one of stepsOf(path)) values = values.flatMap((from) => into(from, one)).slice(0, mostValues);
  return values;
}

/** The parts of a selection from its start: `$`, `$.items`, `$.items[0]`. */
export const prefixes = (path: string): readonly string[] => {
  const ends = [...path.slice(1).matchAll(step)].map(({ index, 0: text }) => 1 + index + text.length);
  return [1, ...ends].map((end) => path.slice(0, end));
};

const stepsOf = (path: string): readonly Step[] =>
  [...path.slice(1).matchAll(step)].map(([, name, all, place, single, double]) => {
    if (name === "*" || all !== undefined) return "all";
    return place === undefined ? { name: name ?? single ?? double ?? "" } : { place: Number(place) };
  });

function into(from: unknown, to: Step): readonly unknown[] {
  if (to === "all") return Array.isArray(from) ? from.slice(0, mostValues) : isObject(from) ? Object.values(from) : [];
  if ("place" in to) return Array.isArray(from) && to.place < from.length ? [from[to.place]] : [];
  return isObject(from) && Object.hasOwn(from, to.name) ? [from[to.name]] : [];
}
