import type { SelectionReport } from "../../../core/calls/services/serviceDoor";
import type { ServiceRow } from "../../../core/config/schema/options/serviceRows";
import { safeLine } from "../../../core/kernel/redact";
import type { ToolResult } from "../../../core/messages/toolResult";
import { isObject } from "../../../protocol/isObject";
import { message } from "../../../protocol/message";
import { opened } from "../../reading/openedResult";
import { withoutPersonalData } from "../../reading/withoutPersonalData";
import { prefixes, selected } from "../../rows/selection";

/** The most members that are named of what is at a place. */
const mostMembers = 20;

/** Where each selection of a row leads in a result, from the outside in. None for a result that is not JSON: nothing leads into it. */
export function selectionReports(
  { items, fields, next, total, error }: ServiceRow["result"],
  result: ToolResult,
): readonly SelectionReport[] {
  const value = withoutPersonalData(opened(result).value);
  if (value === undefined) return [];
  const whole = { items, next, total, error };
  const outer = Object.entries(whole).flatMap(([name, path]) => (path === undefined ? [] : [led(name, path, [value])]));
  const froms = items === undefined ? [value] : selected(items, value);
  return [...outer, ...Object.entries(fields).map(([name, path]) => led(`fields.${name}`, path, froms))];
}

/** Where a selection leads from each of these values. */
function led(name: string, path: string, froms: readonly unknown[]): SelectionReport {
  const counts = froms.map((from) => selected(path, from).length);
  const found = counts.reduce((sum, count) => sum + count, 0);
  const nowhere = counts.indexOf(0);
  const report = { name, path, found, of: froms.length };
  return nowhere < 0 ? report : { ...report, stops: stopIn(path, froms[nowhere]) };
}

/** The longest part of a selection that leads somewhere, and what is there. */
function stopIn(path: string, from: unknown): { readonly at: string; readonly holds: string } {
  const at = prefixes(path).findLast((part) => selected(part, from).length > 0) ?? "$";
  return { at, holds: kindOf(selected(at, from)[0]) };
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return message("services.holdsList", "a list of {count}", { count: value.length });
  if (!isObject(value)) return value === null ? "null" : typeof value;
  const names = Object.keys(value);
  const shown = names.slice(0, mostMembers).map((name) => safeLine(name, 80));
  return message("services.holdsMembers", "an object with {names}", {
    names: [...shown, ...(names.length > mostMembers ? ["…"] : [])].join(", ") || "{}",
  });
}
