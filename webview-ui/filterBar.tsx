import type { Ref } from "preact";
import { message, textLanguage } from "../src/protocol/message";
import { changed, type Filter, type Filtered, isFiltering, levels, showAll } from "./filter";
import { Icon } from "./icon";
import { type CallerOption, MoreFilters } from "./moreFilters";
import { kindLabels, type SwitchableKind } from "./row";

interface FilterBarProps {
  readonly filter: Filter;
  readonly counts: Filtered["counts"];
  /** Those who made calls. */
  readonly callers: readonly CallerOption[];
  readonly isOpen: boolean;
  readonly setOpen: (open: boolean) => void;
  readonly change: (filter: Filter) => void;
  readonly searchBox: Ref<HTMLInputElement>;
}

const levelWords = {
  debug: message("page.filterBar.allLevels", "All levels"),
  info: message("page.filterBar.infoAndAbove", "Info and above"),
  warning: message("page.filterBar.warningsAndErrors", "Warnings and errors"),
  error: message("page.filterBar.errors", "Errors"),
};
const kinds = Object.keys(kindLabels) as SwitchableKind[];

/** Controls that filter the list. A click on a kind shows it alone; with Ctrl, Cmd or Shift, it joins those that are shown. */
export function FilterBar({ filter, counts, callers, isOpen, setOpen, change, searchBox }: FilterBarProps) {
  const choose = (kind: SwitchableKind, event: MouseEvent) => {
    const { kinds } = filter;
    const isChosen = kinds.includes(kind);
    if (event.ctrlKey || event.metaKey || event.shiftKey)
      change({ ...filter, kinds: isChosen ? kinds.filter((other) => other !== kind) : [...kinds, kind] });
    else change({ ...filter, kinds: isChosen && kinds.length === 1 ? [] : [kind] });
  };
  return (
    <search class="filters">
      <input
        ref={searchBox}
        type="search"
        class="search"
        placeholder={message("page.filterBar.searchCtrlF", "Search (Ctrl+F)")}
        aria-label={message("page.filterBar.searchRows", "Search rows")}
        spellcheck={false}
        value={filter.search}
        onInput={({ currentTarget }) => change({ ...filter, search: currentTarget.value })}
      />
      <select
        class="level"
        aria-label={message("page.filterBar.minimumLevel", "Minimum level")}
        value={filter.level}
        onChange={({ currentTarget }) => {
          const level = levels.find((known) => known === currentTarget.value) ?? showAll.level;
          change({ ...filter, level });
        }}
      >
        {levels.map((level) => (
          <option key={level} value={level}>
            {levelWords[level]}
          </option>
        ))}
      </select>
      <button
        type="button"
        class="tool"
        aria-expanded={isOpen}
        aria-label={message("page.filterBar.moreFilters", "More filters")}
        title={message("page.filterBar.moreFiltersOutcomeCallerDuration", "More filters: outcome, caller, duration")}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="filter" /> <Icon name={isOpen ? "chevron-up" : "chevron-down"} />
      </button>
      {isFiltering(filter) && (
        <button
          type="button"
          class="tool"
          title={message("page.filterBar.showEverythingAgain", "Show everything again")}
          onClick={() => change(showAll)}
        >
          <Icon name="clear-all" /> {message("page.filterBar.reset", "Reset")}
        </button>
      )}
      {isOpen && <MoreFilters filter={filter} callers={callers} change={change} />}
      <fieldset class="kinds" aria-label={message("page.filterBar.kinds", "Kinds")}>
        <button
          type="button"
          class="toggle"
          aria-pressed={filter.kinds.length === 0}
          onClick={() => change({ ...filter, kinds: [] })}
        >
          {message("page.filterBar.all", "All")}
        </button>
        {kinds.map((kind) => (
          <button
            type="button"
            key={kind}
            class="toggle"
            aria-pressed={filter.kinds.includes(kind)}
            title={message("page.filterBar.showOnlyValueWithCtrl", "Show only: {value}. With Ctrl or Cmd: these too", {
              value: kindLabels[kind],
            })}
            onClick={(event) => choose(kind, event)}
          >
            {kindLabels[kind]} <span class="count">{counts[kind].toLocaleString(textLanguage())}</span>
          </button>
        ))}
        {filter.name !== undefined && (
          <Ended
            words={message("page.filterBar.onlyName", "Only {name}", { name: filter.name })}
            icon="symbol-method"
            end={() => change(changed(filter, { name: undefined }))}
          />
        )}
        {filter.thread && (
          <Ended
            words={message("page.filterBar.threadName", "Thread {name}", { name: filter.thread.name })}
            icon="comment-discussion"
            end={() => change(changed(filter, { thread: undefined }))}
          />
        )}
      </fieldset>
    </search>
  );
}

/** A filter that came from a row, and how to be rid of it. */
function Ended({ words, icon, end }: { words: string; icon: string; end: () => void }) {
  return (
    <button
      type="button"
      class="toggle thread"
      aria-pressed={true}
      title={message("page.filterBar.showTheOthersAgain", "Show the others again")}
      onClick={end}
    >
      <Icon name={icon} /> <span class="words">{words}</span> <Icon name="close" />
    </button>
  );
}
