import { message } from "../../src/protocol/message";
import { callerName, callerOf, msOf, outcomeOf } from "../columns";
import { changed, type Filter, nameOf, showAll } from "../filter";
import { Icon } from "../icon";
import { kindLabels, type Row } from "../row";

interface OnlyThisProps {
  readonly row: Row;
  /** The server's display name. */
  readonly server: string;
  readonly change: (filter: Filter) => void;
}

/** Filters by what this row is, each with one click. */
export function OnlyThis({ row, server, change }: OnlyThisProps) {
  const only = (words: string, parts: Partial<Filter>) => (
    <button type="button" class="toggle" key={words} onClick={() => change(changed(showAll, parts))}>
      <Icon name="filter" /> <span class="words">{words}</span>
    </button>
  );
  const name = nameOf(row);
  const caller = callerOf(row);
  const outcome = outcomeOf(row);
  const ms = msOf(row);
  const thread = row.call?.thread;
  return (
    <fieldset class="only" aria-label={message("page.onlyThis.showOnly", "Show only")}>
      <span class="quiet">{message("page.onlyThis.showOnly", "Show only")}</span>
      {row.server !== undefined && only(server, { server: row.server })}
      {row.kind !== "gap" && only(kindLabels[row.kind], { kinds: [row.kind] })}
      {name !== undefined && only(name, { name })}
      {caller !== undefined && only(callerName(row), { caller })}
      {outcome !== undefined && only(outcome, { outcome })}
      {ms !== undefined &&
        ms >= 100 &&
        only(message("page.onlyThis.asSlowOrSlower", "as slow or slower"), { slowerThan: Math.floor(ms) })}
      {thread && only(message("page.onlyThis.threadName", "Thread {name}", { name: thread.name }), { thread })}
    </fieldset>
  );
}
