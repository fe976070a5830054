import { isObject } from "../src/protocol/isObject";
import { type Filter, levels, showAll } from "./filter";
import { kindLabels, type SwitchableKind } from "./row";

/** State that outlives the page: VS Code keeps it while the panel is hidden and across window reloads. */
export interface PageState {
  readonly filter: Filter;
  /** Milliseconds since the epoch. The user cleared everything up to this time. */
  readonly clearedAt: number;
}

export const firstState: PageState = { filter: showAll, clearedAt: 0 };

/** Reads stored state, which another version of the page may have written. Each invalid part falls back to its own default. */
export function readPageState(kept: unknown): PageState {
  if (!isObject(kept)) return firstState;
  const { filter, clearedAt } = kept;
  return {
    filter: isObject(filter) ? readFilter(filter) : showAll,
    clearedAt: typeof clearedAt === "number" ? clearedAt : 0,
  };
}

function readFilter({ hidden, level, server, search }: Record<string, unknown>): Filter {
  return {
    hidden: Array.isArray(hidden) ? hidden.filter(isSwitchable) : showAll.hidden,
    level: levels.find((known) => known === level) ?? showAll.level,
    search: typeof search === "string" ? search : showAll.search,
    ...(typeof server === "string" && { server }),
  };
}

const isSwitchable = (value: unknown): value is SwitchableKind =>
  typeof value === "string" && Object.hasOwn(kindLabels, value);
