import type { LogLevel, ServerId } from "../src/protocol/hubEvent";
import { callerOf, msOf, outcomeOf, type RowOutcome } from "./columns";
import { kindLabels, type Row, type SwitchableKind, sameThread, type Thread } from "./row";

/** What the user wants to see. */
export interface Filter {
  /** Only these kinds; none: all of them. */
  readonly kinds: readonly SwitchableKind[];
  /** The minimum level. */
  readonly level: LogLevel;
  /** Only this server. */
  readonly server?: ServerId;
  /** Only the calls of this thread. */
  readonly thread?: Thread;
  /** Only calls of this tool, or requests of this method. */
  readonly name?: string;
  /** Only requests that ended like this. */
  readonly outcome?: RowOutcome;
  /** Only calls of this client, or of this door. */
  readonly caller?: string;
  /** Only requests that took at least this long, in milliseconds. */
  readonly slowerThan?: number;
  /** Plain text to find anywhere in a row, ignoring case. */
  readonly search: string;
}

export const showAll: Filter = { kinds: [], level: "debug", search: "" };

/** Levels from the least to the most urgent. */
export const levels = ["debug", "info", "warning", "error"] as const satisfies readonly LogLevel[];

export const outcomes = [
  "running",
  "ok",
  "tool-error",
  "failed",
  "cancelled",
  "denied",
] as const satisfies readonly RowOutcome[];

/** The durations to choose from, in milliseconds. */
export const durations = [100, 1000, 10_000, 60_000];

/** The rows that pass a filter, and how many rows of each kind would pass if all kinds were shown. */
export interface Filtered {
  readonly list: readonly Row[];
  readonly counts: Readonly<Record<SwitchableKind, number>>;
}

/**
 * Applies a filter to a growing list. It remembers the last list and its verdicts: both lists are in the order of ids and share most of
 * their rows, so that a batch costs its new rows, and a comparison of two references for each of the others.
 */
export function filtering(filter: Filter): (list: readonly Row[]) => Filtered {
  const shownKinds = new Set<string>(filter.kinds);
  const passes = matcher(filter);
  let before: readonly Row[] = [];
  let verdicts = new Uint8Array(0);

  return (list) => {
    const counts = Object.fromEntries(Object.keys(kindLabels).map((kind) => [kind, 0])) as Record<
      SwitchableKind,
      number
    >;
    const after = new Uint8Array(list.length);
    const shown: Row[] = [];
    let old = 0;
    list.forEach((row, at) => {
      while (old < before.length && (before[old]?.id ?? 0) < row.id) old++;
      const isPassing = row.kind === "gap" || (before[old] === row ? verdicts[old] === 1 : passes(row));
      if (!isPassing) return;
      after[at] = 1;
      if (row.kind !== "gap") counts[row.kind]++;
      if (row.kind === "gap" || shownKinds.size === 0 || shownKinds.has(row.kind)) shown.push(row);
    });
    before = list;
    verdicts = after;
    return { list: shown, counts };
  };
}

/** Whether a row matches everything but its kind. */
function matcher(filter: Filter): (row: Row) => boolean {
  const { level, server, thread, name, outcome, caller, slowerThan, search } = filter;
  const least = levels.indexOf(level);
  const wanted = search.trim().toLowerCase();
  return (row) =>
    levels.indexOf(row.level) >= least &&
    (server === undefined || row.server === server) &&
    (thread === undefined || sameThread(row.call?.thread, thread)) &&
    (name === undefined || nameOf(row) === name) &&
    (outcome === undefined || outcomeOf(row) === outcome) &&
    (caller === undefined || callerOf(row) === caller) &&
    (slowerThan === undefined || (msOf(row) ?? -1) >= slowerThan) &&
    (wanted === "" || searched(row).some((text) => text.toLowerCase().includes(wanted)));
}

/** What a row is about, to show only that: the tool, the method. */
export function nameOf({ call, exchange, params, text }: Row): string | undefined {
  if (call) return call.tool;
  return exchange?.method ?? (params === undefined ? undefined : text.split(" ", 1)[0]);
}

function searched({ text, server, call, params, messages }: Row): string[] {
  const parts = [text, server, call?.args, call?.thread?.name, params, ...(messages ?? []).map((one) => one.text)];
  return parts.filter((part) => part !== undefined);
}

/** Whether a filter can hide anything. */
export const isFiltering = ({ kinds, level, search, ...only }: Filter): boolean =>
  kinds.length > 0 || level !== showAll.level || search !== "" || Object.keys(only).length > 0;

/** The same filter with some parts of it replaced; `undefined` takes a part away. */
export function changed(filter: Filter, parts: { readonly [K in keyof Filter]?: Filter[K] | undefined }): Filter {
  const after = { ...showAll, ...filter, ...parts };
  return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== undefined)) as unknown as Filter;
}

/** Splits a text at its matches, ignoring case: the parts with an odd index are the matches. */
export function searchParts(text: string, search: string): string[] {
  const haystack = text.toLowerCase();
  const needle = search.toLowerCase();
  // Some letters change length in lower case, so positions found there would be wrong in the text itself.
  if (needle === "" || haystack.length !== text.length) return [text];
  const parts: string[] = [];
  let from = 0;
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, from)) {
    parts.push(text.slice(from, at), text.slice(at, at + needle.length));
    from = at + needle.length;
  }
  return [...parts, text.slice(from)];
}
