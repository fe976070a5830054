import { message } from "../src/protocol/message";
import { columnsOf, lineOf, outcomeOf } from "./columns";
import { Icon } from "./icon";
import { Marked } from "./marked";
import { isEarlier, kindName, type Row } from "./row";
import { dateAndTime, dayOrTime, timeOfDay } from "./time";

/** The maximum length of a line, in characters. The details show the whole text. */
const lineLimit = 600;

export interface RowViewProps {
  readonly row: Row;
  /** The server's display name. */
  readonly server: string;
  readonly place: { readonly position: number; readonly size: number };
  readonly isActive: boolean;
  readonly search: string;
  readonly onClick: () => void;
  readonly onCopy: () => void;
}

/** One row: a line of columns. Its details are beside the list. */
export function RowView({ row, server, place, isActive, search, onClick, onCopy }: RowViewProps) {
  const line = cut(lineOf(row));
  const { caller, outcome, duration, size } = columnsOf(row);
  const kind = kindName(row);
  const isRequest = row.call !== undefined || row.exchange !== undefined;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the surrounding list handles the keys
    <div
      id={rowElementId(row)}
      class={`line level-${row.level} kind-${row.kind} ${isActive ? "active" : ""}`}
      role="treeitem"
      aria-level={1}
      aria-posinset={place.position}
      aria-setsize={place.size}
      aria-selected={isActive}
      tabIndex={-1}
      onClick={onClick}
    >
      <span class="time" title={dateAndTime(row.at)}>
        {isEarlier(row) ? dayOrTime(row.at, Date.now()) : timeOfDay(row.at)}
      </span>
      <span class="server" title={server}>
        {server}
      </span>
      <span class="kind">{kind}</span>
      {/* What a screen reader hears in place of the columns that only the eye puts together. */}
      <span class="said">{isRequest ? `${row.level} ${cut(row.text)}` : row.level}</span>
      <span class="text" aria-hidden={isRequest}>
        <Sign row={row} />
        <Marked text={line} search={search} />
      </span>
      <span class="caller" title={caller}>
        {caller}
      </span>
      <span class="outcome" aria-hidden={isRequest}>
        {outcome}
      </span>
      <span class="duration" aria-hidden={isRequest}>
        {duration}
      </span>
      <span class="size">{size}</span>
      <button
        type="button"
        class="tool copy"
        tabIndex={-1}
        aria-hidden="true"
        title={message("page.rowView.copyRowCtrlCOr", "Copy row (Ctrl+C or Cmd+C in the list)")}
        onClick={(event) => {
          event.stopPropagation();
          onCopy();
        }}
      >
        <Icon name="copy" />
      </button>
    </div>
  );
}

const cut = (text: string): string => (text.length > lineLimit ? `${text.slice(0, lineLimit)}…` : text);

/** The id of a row's element, for `aria-activedescendant`. */
export const rowElementId = ({ id }: Row): string => `row-${id}`;

/** An icon for the row's outcome, so that it does not depend on color alone. */
function Sign({ row }: { row: Row }) {
  const outcome = outcomeOf(row);
  if (outcome === "running") return <Icon name="loading" spin class="sign" />;
  if (row.level === "error") return <Icon name="error" class="sign" />;
  if (row.level === "warning") return <Icon name="warning" class="sign" />;
  if (outcome !== undefined) return <Icon name={outcome === "ok" ? "check" : "circle-slash"} class="sign" />;
  return null;
}
