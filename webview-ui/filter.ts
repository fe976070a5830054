import type { LogLevel, ServerId } from "../src/protocol/hubEvent";
import { kindLabels, type Row, type SwitchableKind } from "./row";

/** What the person wants to see. */
export interface Filter {
  /** Kinds that are switched off. */
  readonly hidden: readonly SwitchableKind[];
  /** The least level. */
  readonly level: LogLevel;
  /** Only this server. */
  readonly server?: ServerId;
  /** Plain text, found anywhere in a row without regard to case. */
  readonly search: string;
}

export const showAll: Filter = { hidden: [], level: "debug", search: "" };

/** Levels from the least to the most urgent. */
export const levels = ["debug", "info", "warning", "error"] as const satisfies readonly LogLevel[];

/** The rows that a filter lets through, and how many there are of each kind before the kinds are chosen. */
export interface Filtered {
  readonly list: readonly Row[];
  readonly counts: Readonly<Record<SwitchableKind, number>>;
}

/** A filter at work. It remembers what it found of each row, so that a batch costs only its new rows. */
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

/** Whether a row is of the level, the server and the text, whatever its kind. */
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
