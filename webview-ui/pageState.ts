import { isObject } from "../src/protocol/isObject";
import { type Filter, levels, showAll } from "./filter";
import { kindLabels, type SwitchableKind } from "./row";

/** What outlives the page: VS Code keeps it while the panel is hidden and over a reload of the window. */
export interface PageState {
  readonly filter: Filter;
  /** Milliseconds since the epoch; what happened until then was cleared by the person. */
  readonly clearedAt: number;
}

export const firstState: PageState = { filter: showAll, clearedAt: 0 };

/** The state as it was kept, perhaps by another version of the page: what does not fit costs its own default. */
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
