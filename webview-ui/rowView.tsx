import { useLayoutEffect, useRef } from "preact/hooks";
import { CallContent, type CallResults } from "./callContent";
import { Icon } from "./icon";
import { Marked } from "./marked";
import { kindNames, type Row } from "./row";
import { rowDetails } from "./rowDetails";
import { dateAndTime, timeOfDay } from "./time";

/** The maximum length of a line, in characters. The details show the whole text. */
const lineLimit = 600;

export interface RowViewProps {
  readonly row: Row;
  /** The server's display name. */
  readonly server: string;
  readonly place: { readonly position: number; readonly size: number };
  readonly isActive: boolean;
  readonly isOpen: boolean;
  readonly search: string;
  readonly results: CallResults;
  readonly onClick: () => void;
  readonly onCopy: () => void;
  /** Opens the log of the row's server; missing where the row belongs to none. */
  readonly onShowLog: (() => void) | undefined;
  /** Receives the height of an expanded row, in CSS pixels. */
  readonly onHeight: (height: number) => void;
}

/** One row: a line, and its details below when it is expanded. */
export function RowView({
  row,
  server,
  place,
  isActive,
  isOpen,
  search,
  results,
  onClick,
  onCopy,
  onShowLog,
  onHeight,
}: RowViewProps) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!isOpen || !element.current) return;
    const { current } = element;
    const observer = new ResizeObserver(() => onHeight(current.offsetHeight));
    observer.observe(current);
    onHeight(current.offsetHeight);
    return () => observer.disconnect();
  }, [isOpen]);

  const line = row.text.length > lineLimit ? `${row.text.slice(0, lineLimit)}…` : row.text;
  return (
    <div
      ref={element}
      id={rowElementId(row)}
      class={`row level-${row.level} kind-${row.kind} ${isActive ? "active" : ""}`}
      role="treeitem"
      aria-level={1}
      aria-posinset={place.position}
      aria-setsize={place.size}
      aria-expanded={isOpen}
      aria-selected={isActive}
      aria-label={[timeOfDay(row.at), server, kindNames[row.kind], row.level, line].filter((part) => part).join(", ")}
      tabIndex={-1}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the surrounding list handles the keys */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a screen reader sees the tree item above */}
      <div class="line" onClick={onClick}>
        <Icon name={isOpen ? "chevron-down" : "chevron-right"} class="twisty" />
        <span class="time" title={dateAndTime(row.at)}>
          {timeOfDay(row.at)}
        </span>
        <span class="server" title={server}>
          {server}
        </span>
        <span class="kind">{kindNames[row.kind]}</span>
        <span class="text">
          <Sign row={row} />
          <Marked text={line} search={search} />
        </span>
        <button
          type="button"
          class="tool copy"
          tabIndex={-1}
          aria-label="Copy row"
          title="Copy row (Ctrl+C or Cmd+C in the list)"
          onClick={(event) => {
            event.stopPropagation();
            onCopy();
          }}
        >
          <Icon name="copy" />
        </button>
      </div>
      {isOpen && <Details row={row} search={search} results={results} onShowLog={onShowLog} />}
    </div>
  );
}

/** The id of a row's element, for `aria-activedescendant`. */
export const rowElementId = ({ id }: Row): string => `row-${id}`;

function Details({ row, search, results, onShowLog }: Pick<RowViewProps, "row" | "search" | "results" | "onShowLog">) {
  const { outcome, id } = row.call ?? {};
  return (
    <dl class="details">
      {rowDetails(row).map(({ heading, text }) => (
        <div key={heading}>
          <dt>{heading}</dt>
          <dd>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable text must be reachable by keyboard */}
            <pre tabIndex={0}>
              <Marked text={text} search={search} />
            </pre>
          </dd>
        </div>
      ))}
      {id !== undefined && (outcome === "ok" || outcome === "tool-error") && (
        <CallContent call={id} results={results} search={search} />
      )}
      {row.level === "error" && onShowLog && (
        <div>
          <dt>More</dt>
          <dd class="parts">
            <button type="button" class="action" onClick={onShowLog}>
              <Icon name="output" /> Show log
            </button>
          </dd>
        </div>
      )}
    </dl>
  );
}

/** An icon for the row's outcome, so that it does not depend on color alone. */
function Sign({ row }: { row: Row }) {
  if (row.call && !row.call.outcome) return <Icon name="loading" spin class="sign" />;
  if (row.level === "error") return <Icon name="error" class="sign" />;
  if (row.level === "warning") return <Icon name="warning" class="sign" />;
  if (row.call) return <Icon name={row.call.outcome === "ok" ? "check" : "circle-slash"} class="sign" />;
  return null;
}
