import type { ServiceRow } from "../../core/config/schema/options/serviceRows";
import { isObject } from "../../protocol/isObject";
import { textOf } from "../reading/found";
import type { Opened } from "../reading/openedResult";
import { ownKind } from "./choices";
import type { Reader, Row } from "./row";
import { selected } from "./selection";

/** The rows that a person has written, as those of the hub are. */
export const ownRows = (written: readonly ServiceRow[]): readonly Row[] => written.map(ownRow);

function ownRow({ server, method, tool, olderNames = [], arguments: args, page, result }: ServiceRow): Row {
  return {
    kind: ownKind,
    server,
    method,
    tools: [tool, ...olderNames],
    args,
    page,
    read: reader(result),
    empty: result.empty,
    errorOf: ({ value }: Opened) =>
      result.error === undefined ? undefined : selected(result.error, value).map(textOf).find(Boolean),
  };
}

/** Reads JSON by selections. A field that leads nowhere is null, where the shape of the method allows that. */
function reader({ items, fields, next, total }: ServiceRow["result"]): Reader {
  const itemOf = (from: unknown) =>
    Object.fromEntries(Object.entries(fields).map(([name, path]) => [name, fieldOf(selected(path, from))]));
  return ({ value }) => {
    if (value === undefined) return undefined;
    if (items === undefined) return { items: [itemOf(value)] };
    const found = selected(items, value);
    if (found.length === 0 && !isThere(items, value)) return undefined;
    const [count] = total === undefined ? [] : selected(total, value);
    const cursor = next === undefined ? undefined : textOf(selected(next, value)[0]);
    return {
      items: found.map(itemOf),
      next: cursor,
      total: typeof count === "number" ? count : undefined,
      more: cursor !== undefined,
    };
  };
}

/** One value, or all where there are several; numbers become texts where a text is wanted (ids), lists and objects stay. */
function fieldOf(values: readonly unknown[]): unknown {
  if (values.length > 1) return values;
  const [value = null] = values;
  return isObject(value) ? value : Array.isArray(value) || typeof value === "boolean" ? value : (textOf(value) ?? null);
}

/** Whether the list that a selection ends in is there: an empty one is an answer, a missing one is another shape. */
function isThere(path: string, value: unknown): boolean {
  const list = path.replace(/(?:\[\*\]|\.\*)$/, "");
  return selected(list, value).some((found) => Array.isArray(found) || isObject(found));
}
