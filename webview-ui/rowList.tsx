import type { Ref } from "preact";
import { useEffect, useImperativeHandle } from "preact/hooks";
import type { ServerId } from "../src/protocol/hubEvent";
import { message, textLanguage } from "../src/protocol/message";
import { Icon } from "./icon";
import type { Row } from "./row";
import { indexOfRow } from "./rows";
import { RowView, rowElementId } from "./rowView";
import { useListScroll } from "./useListScroll";
import { type ListShape, moveInList, visibleRange } from "./visibleRange";

/** The height of a row in CSS pixels, as in VS Code's own lists. */
export const rowHeight = 22;

/** What the tool bar does with the list. */
export interface ListControls {
  /** Goes to the newest row, and stays there while others come; or stays where it is. */
  follow(follows: boolean): void;
  /** Scrolls only as far as needed to make this row visible. */
  reveal(row: Row): void;
}

interface RowListProps {
  readonly list: readonly Row[];
  readonly selected: number | undefined;
  readonly search: string;
  readonly labelOf: (server: ServerId) => string;
  /** The row that the person chose. `opens`: its details are wanted, and not only if they are shown anyway. */
  readonly select: (row: Row, opens: boolean) => void;
  readonly close: () => void;
  readonly copy: (row: Row) => void;
  readonly onFollow: (follows: boolean) => void;
  readonly controls: Ref<ListControls>;
}

/** The list of rows. Only the visible part is rendered, so its length does not matter. */
export function RowList({ list, selected, search, labelOf, select, close, copy, onFollow, controls }: RowListProps) {
  const shape: ListShape = { count: list.length, rowHeight };
  const scroll = useListScroll(list, shape);
  const range = visibleRange(shape, scroll.top, scroll.height);
  const activeIndex = selected === undefined ? -1 : indexOfRow(list, selected);
  const active = list[activeIndex]?.id === selected ? list[activeIndex] : undefined;
  const isDrawn = active !== undefined && activeIndex >= range.first && activeIndex < range.last;

  useEffect(() => onFollow(scroll.following), [scroll.following]);
  useImperativeHandle(
    controls,
    () => ({
      follow: (follows) => (follows ? scroll.toEnd() : scroll.leaveEnd()),
      reveal: ({ id }) => scroll.reveal(indexOfRow(list, id)),
    }),
    [scroll, list],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const copying = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "c";
    if (copying && active && !hasSelection()) copy(active);
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if ((event.key === "Enter" || event.key === " " || event.key === "ArrowRight") && active) select(active, true);
    else if (event.key === "ArrowLeft" || event.key === "Escape") close();
    else {
      const from = active ? activeIndex : undefined;
      const to = moveInList(event.key, from, list.length, Math.max(1, Math.floor(scroll.height / rowHeight) - 1));
      const row = to === undefined ? undefined : list[to];
      if (to === undefined || !row) return;
      select(row, false);
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
        aria-label={message("page.rowList.activityNewestLast", "Activity, newest last")}
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
                search={search}
                onClick={() => {
                  if (hasSelection()) return; // the user selected text and did not click the row
                  scroll.leaveEnd(); // what was clicked stays where it is
                  select(row, true);
                }}
                onCopy={() => copy(row)}
              />
            ))}
          </div>
        </div>
      </div>
      {!scroll.following && (
        <button type="button" class="jump" onClick={scroll.toEnd}>
          <Icon name="arrow-down" /> {message("page.rowList.jumpToLatest", "Jump to latest")}
          {scroll.unseen > 0 &&
            message("page.rowList.unseenNew", " ({unseen} new)", {
              unseen: scroll.unseen.toLocaleString(textLanguage()),
            })}
        </button>
      )}
    </div>
  );
}

const hasSelection = (): boolean => getSelection()?.isCollapsed === false;
