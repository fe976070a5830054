import { isObject } from "../src/protocol/isObject";
import { type Filter, levels, outcomes, showAll } from "./filter";
import { kindLabels, type SwitchableKind, type Thread } from "./row";
import { type Tab, tabs } from "./tabs/tabs";

/** State that outlives the page: VS Code keeps it while the panel is hidden and across window reloads. */
export interface PageState {
  readonly filter: Filter;
  /** Whether the filters that are rarely needed are shown. */
  readonly moreFilters: boolean;
  /** The view that is shown. */
  readonly tab: Tab;
  /** The servers whose cards are folded. */
  readonly folded: readonly string[];
  /** The server whose card is to be brought into view, once. */
  readonly card?: string;
  readonly metrics: MetricsState;
}

/** What the view "Metrics" shows: everything, a server, or one of its tools. */
export interface MetricsState {
  readonly server?: string;
  readonly tool?: string;
  /** As a table in place of charts. */
  readonly isTable: boolean;
}

export const firstState: PageState = {
  filter: showAll,
  moreFilters: false,
  tab: "traffic",
  folded: [],
  metrics: { isTable: false },
};

/** Reads stored state, which another version of the page may have written. Each invalid part falls back to its own default. */
export function readPageState(kept: unknown): PageState {
  if (!isObject(kept)) return firstState;
  const { filter, moreFilters, tab, folded, card, metrics } = kept;
  return {
    filter: isObject(filter) ? readFilter(filter) : showAll,
    moreFilters: moreFilters === true,
    tab: tabs.find((one) => one === tab) ?? firstState.tab,
    folded: Array.isArray(folded) ? folded.filter((one) => typeof one === "string" && one !== card) : [],
    ...(typeof card === "string" && { card }),
    metrics: isObject(metrics) ? readMetrics(metrics) : firstState.metrics,
  };
}

function readMetrics({ server, tool, isTable }: Record<string, unknown>): MetricsState {
  const isServer = typeof server === "string";
  return {
    ...(isServer && { server }),
    ...(isServer && typeof tool === "string" && { tool }),
    isTable: isTable === true,
  };
}

function readFilter(kept: Record<string, unknown>): Filter {
  const { kinds, level, server, thread, name, outcome, caller, slowerThan, search } = kept;
  const known = outcomes.find((one) => one === outcome);
  return {
    kinds: Array.isArray(kinds) ? kinds.filter(isSwitchable) : showAll.kinds,
    level: levels.find((one) => one === level) ?? showAll.level,
    search: typeof search === "string" ? search : showAll.search,
    ...(typeof server === "string" && { server }),
    ...(isThread(thread) && { thread }),
    ...(typeof name === "string" && { name }),
    ...(known && { outcome: known }),
    ...(typeof caller === "string" && { caller }),
    ...(typeof slowerThan === "number" && { slowerThan }),
  };
}

const isThread = (value: unknown): value is Thread =>
  isObject(value) && typeof value.name === "string" && typeof value.client === "string";

const isSwitchable = (value: unknown): value is SwitchableKind =>
  typeof value === "string" && Object.hasOwn(kindLabels, value);
