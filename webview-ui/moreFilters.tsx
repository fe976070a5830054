import { message } from "../src/protocol/message";
import { outcomeWords } from "./callRow";
import { changed, durations, type Filter, outcomes } from "./filter";
import { duration } from "./time";

/** Somebody who made calls: the value of the filter, and a name for people. */
export interface CallerOption {
  readonly id: string;
  readonly name: string;
}

interface MoreFiltersProps {
  readonly filter: Filter;
  readonly callers: readonly CallerOption[];
  readonly change: (filter: Filter) => void;
}

/** The filters that are rarely needed. */
export function MoreFilters({ filter, callers, change }: MoreFiltersProps) {
  const { outcome, caller, slowerThan } = filter;
  const known = caller === undefined || callers.some(({ id }) => id === caller);
  const times = slowerThan === undefined || durations.includes(slowerThan) ? durations : [...durations, slowerThan];
  return (
    <fieldset class="more-filters" aria-label={message("page.moreFilters.moreFilters", "More filters")}>
      <select
        class="level"
        aria-label={message("page.moreFilters.outcome", "Outcome")}
        value={outcome ?? ""}
        onChange={({ currentTarget: { value } }) =>
          change(changed(filter, { outcome: outcomes.find((one) => one === value) }))
        }
      >
        <option value="">{message("page.moreFilters.anyOutcome", "Any outcome")}</option>
        {outcomes.map((one) => (
          <option key={one} value={one}>
            {one === "running" ? "running" : outcomeWords[one]}
          </option>
        ))}
      </select>
      <select
        class="level"
        aria-label={message("page.moreFilters.caller", "Caller")}
        value={caller ?? ""}
        onChange={({ currentTarget: { value } }) => change(changed(filter, { caller: value || undefined }))}
      >
        <option value="">{message("page.moreFilters.anyCaller", "Any caller")}</option>
        {callers.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        {!known && <option value={caller}>{caller}</option>}
      </select>
      <select
        class="level"
        aria-label={message("page.moreFilters.duration", "Duration")}
        value={slowerThan ?? ""}
        onChange={({ currentTarget: { value } }) =>
          change(changed(filter, { slowerThan: value === "" ? undefined : Number(value) }))
        }
      >
        <option value="">{message("page.moreFilters.anyDuration", "Any duration")}</option>
        {times.map((ms) => (
          <option key={ms} value={ms}>
            {message("page.moreFilters.atLeastMs", "At least {ms}", { ms: duration(ms) })}
          </option>
        ))}
      </select>
    </fieldset>
  );
}
