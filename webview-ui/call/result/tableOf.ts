import { isJsonList, isJsonObject, type Json, type JsonObject } from "../json/exactJson";

/** Objects as rows. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly JsonObject[];
}

const mostColumns = 12;

/**
 * A value as a table, if it is one: a list of objects, or an object whose only list is one. Objects that share hardly any names are not a table.
 */
export function tableOf(value: Json): Table | undefined {
  const list = isJsonList(value) ? value : onlyList(value);
  if (!list || list.length === 0 || !list.every((row) => isJsonObject(row))) return undefined;
  const rows = list as readonly JsonObject[];
  const columns = [...new Set(rows.slice(0, 100).flatMap((row) => Object.keys(row)))];
  const filled = rows.slice(0, 100).reduce((sum, row) => sum + Object.keys(row).length, 0);
  const isDense = columns.length > 0 && filled >= (Math.min(rows.length, 100) * columns.length) / 2;
  return isDense && columns.length <= mostColumns ? { columns, rows } : undefined;
}

function onlyList(value: Json): readonly Json[] | undefined {
  if (!isJsonObject(value)) return undefined;
  const lists = Object.values(value).filter(isJsonList);
  return lists.length === 1 && Object.keys(value).length <= 3 ? lists[0] : undefined;
}
