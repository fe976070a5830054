import { useState } from "preact/hooks";
import type { ServerId } from "../src/protocol/hubEvent";
import type { CallResults } from "./callContent";
import { Icon } from "./icon";
import type { Row } from "./row";
import { indexOfRow } from "./rows";
import { RowView, rowElementId } from "./rowView";
import { useListScroll } from "./useListScroll";
import { type ListShape, moveInList, visibleRange } from "./visibleRange";

/** The height of a collapsed row in CSS pixels, as in VS Code's own lists. */
export const rowHeight = 22;
/** The maximum number of expanded rows; the one expanded first is collapsed first. */
const openLimit = 100;

interface RowListProps {
  readonly list: readonly Row[];
  readonly search: string;
  readonly labelOf: (server: ServerId) => string;
  readonly copy: (row: Row) => void;
  readonly showLog: (server: ServerId) => void;
  readonly results: CallResults;
}

/** The list of rows. Only the visible part is rendered, so its length does not matter. */
export function RowList({ list, search, labelOf, copy, showLog, results }: RowListProps) {
  const [activeId, setActiveId] = useState<number>();
  /** The height of each expanded row, by id. */
  const [open, setOpen] = useState<ReadonlyMap<number, number>>(new Map());

  const shape: ListShape = { count: list.length, rowHeight, tall: tallRows(list, open) };
  const scroll = useListScroll(list, shape);
  const range = visibleRange(shape, scroll.top, scroll.height);
  const activeIndex = activeId === undefined ? -1 : indexOfRow(list, activeId);
  const active = list[activeIndex]?.id === activeId ? list[activeIndex] : undefined;
  const isDrawn = active !== undefined && activeIndex >= range.first && activeIndex < range.last;

  const setRowOpen = (id: number, opening: boolean) =>
    setOpen((before) => {
      const after = new Map([...before].filter(([other]) => other !== id).slice(-(openLimit - 1)));
      return opening ? after.set(id, before.get(id) ?? rowHeight) : after;
    });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return; // the text of an expanded row handles its own keys
    const copying = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "c";
    if (copying && active && !hasSelection()) copy(active);
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if ((event.key === "Enter" || event.key === " ") && active) setRowOpen(active.id, !open.has(active.id));
    else if (event.key === "ArrowRight" && active) setRowOpen(active.id, true);
    else if (event.key === "ArrowLeft" && active) setRowOpen(active.id, false);
    else {
      const from = active ? activeIndex : undefined;
      const to = moveInList(event.key, from, list.length, Math.max(1, Math.floor(scroll.height / rowHeight) - 1));
      if (to === undefined) return;
      setActiveId(list[to]?.id);
      scroll.reveal(to);
    }
    event.preventDefault();
  };

  return (
    <div class="list-frame">
      <div
        ref={scroll.box}
        class="list"
        role="tree"
        aria-label="Activity, newest last"
        aria-activedescendant={isDrawn ? rowElementId(active) : undefined}
        tabIndex={0}
        style={{ "--row-height": `${rowHeight}px` }}
        onScroll={scroll.onScroll}
        onWheel={({ deltaY }) => {
          if (deltaY < 0) scroll.leaveEnd();
        }}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" style={{ height: `${range.total}px` }}>
          <div role="presentation" style={{ transform: `translateY(${range.top}px)` }}>
            {list.slice(range.first, range.last).map((row, index) => (
              <RowView
                key={row.id}
                row={row}
                server={row.server === undefined ? "" : labelOf(row.server)}
                place={{ position: range.first + index + 1, size: list.length }}
                isActive={row === active}
                isOpen={open.has(row.id)}
                search={search}
                results={results}
                onClick={() => {
                  if (hasSelection()) return; // the user selected text and did not click the row
                  setActiveId(row.id);
                  setRowOpen(row.id, !open.has(row.id));
                }}
                onCopy={() => copy(row)}
                onShowLog={row.server === undefined ? undefined : showLog.bind(undefined, row.server)}
                onHeight={(height) =>
                  setOpen((before) =>
                    before.has(row.id) && before.get(row.id) !== height ? new Map(before).set(row.id, height) : before,
                  )
                }
              />
            ))}
          </div>
        </div>
      </div>
      {!scroll.following && (
        <button type="button" class="jump" onClick={scroll.toEnd}>
          <Icon name="arrow-down" /> Jump to latest
          {scroll.unseen > 0 && ` (${scroll.unseen.toLocaleString("en-US")} new)`}
        </button>
      )}
    </div>
  );
}

function tallRows(list: readonly Row[], open: ReadonlyMap<number, number>): ListShape["tall"] {
  return [...open].flatMap(([id, height]) => {
    const index = indexOfRow(list, id);
    return list[index]?.id === id ? [{ index, extra: height - rowHeight }] : [];
  });
}

const hasSelection = (): boolean => getSelection()?.isCollapsed === false;
