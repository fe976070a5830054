import { type Filter, type Filtered, levels, showAll } from "./filter";
import { Icon } from "./icon";
import { kindLabels, type SwitchableKind } from "./row";

interface FilterBarProps {
  readonly filter: Filter;
  readonly counts: Filtered["counts"];
  readonly change: (filter: Filter) => void;
}

const levelWords = { debug: "All levels", info: "Info and above", warning: "Warnings and errors", error: "Errors" };
const kinds = Object.keys(kindLabels) as SwitchableKind[];

/** Controls that filter the list by text, level, and kind. */
export function FilterBar({ filter, counts, change }: FilterBarProps) {
  const toggle = (kind: SwitchableKind) => {
    const { hidden } = filter;
    change({ ...filter, hidden: hidden.includes(kind) ? hidden.filter((other) => other !== kind) : [...hidden, kind] });
  };
  return (
    <search class="filters">
      <input
        type="search"
        class="search"
        placeholder="Search"
        aria-label="Search rows"
        spellcheck={false}
        value={filter.search}
        onInput={({ currentTarget }) => change({ ...filter, search: currentTarget.value })}
      />
      <select
        class="level"
        aria-label="Minimum level"
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
      <fieldset class="kinds" aria-label="Kinds">
        {kinds.map((kind) => (
          <button
            type="button"
            key={kind}
            class="toggle"
            aria-pressed={!filter.hidden.includes(kind)}
            title={`${filter.hidden.includes(kind) ? "Show" : "Hide"}: ${kindLabels[kind]}`}
            onClick={() => toggle(kind)}
          >
            {kindLabels[kind]} <span class="count">{counts[kind].toLocaleString("en-US")}</span>
          </button>
        ))}
      </fieldset>
      {isFiltering(filter) && (
        <button type="button" class="tool" title="Show everything again" onClick={() => change(showAll)}>
          <Icon name="filter" /> Reset
        </button>
      )}
    </search>
  );
}

/** Whether a filter can hide anything. */
export const isFiltering = ({ hidden, level, server, search }: Filter): boolean =>
  hidden.length > 0 || level !== showAll.level || server !== undefined || search !== "";
