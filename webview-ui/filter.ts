import type { LogLevel, ServerId } from "../src/protocol/hubEvent";
import { kindLabels, type Row, type SwitchableKind } from "./row";

/** What the user wants to see. */
export interface Filter {
  /** Kinds that are hidden. */
  readonly hidden: readonly SwitchableKind[];
  /** The minimum level. */
  readonly level: LogLevel;
  /** Only this server. */
  readonly server?: ServerId;
  /** Plain text to find anywhere in a row, ignoring case. */
  readonly search: string;
}

export const showAll: Filter = { hidden: [], level: "debug", search: "" };

/** Levels from the least to the most urgent. */
export const levels = ["debug", "info", "warning", "error"] as const satisfies readonly LogLevel[];

/** The rows that pass a filter, and how many rows of each kind would pass if no kind were hidden. */
export interface Filtered {
  readonly list: readonly Row[];
  readonly counts: Readonly<Record<SwitchableKind, number>>;
}

/** Applies a filter to a growing list. It remembers the verdict on each row, so a batch costs only its new rows. */
export function filtering(filter: Filter): (list: readonly Row[]) => Filtered {
  const passed = new WeakMap<Row, boolean>();
  const hidden = new Set<string>(filter.hidden);
  const passes = matcher(filter);

  return (list) => {
    const counts = Object.fromEntries(Object.keys(kindLabels).map((kind) => [kind, 0])) as Record<
      SwitchableKind,
      number
    >;
    const shown = list.filter((row) => {
      if (row.kind === "gap") return true;
      const known = passed.get(row);
      const passing = known ?? passes(row);
      if (known === undefined) passed.set(row, passing);
      if (passing) counts[row.kind]++;
      return passing && !hidden.has(row.kind);
    });
    return { list: shown, counts };
  };
}

/** Whether a row matches the level, the server, and the search text, regardless of its kind. */
function matcher({ level, server, search }: Filter): (row: Row) => boolean {
  const least = levels.indexOf(level);
  const wanted = search.trim().toLowerCase();
  return (row) =>
    levels.indexOf(row.level) >= least &&
    (server === undefined || row.server === server) &&
    (wanted === "" || searched(row).some((text) => text.toLowerCase().includes(wanted)));
}

function searched({ text, server, call, params }: Row): string[] {
  return [text, server, call?.args, params].filter((part) => part !== undefined);
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
