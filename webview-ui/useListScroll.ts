import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Row } from "./row";
import { indexOfRow } from "./rows";
import { indexAt, type ListShape, offsetOf } from "./visibleRange";

/** The scroll position: at the end and following it, or fixed to a row while rows come and go around it. */
interface Place {
  readonly following: boolean;
  /** The topmost visible row, and how many of its pixels are above the edge. */
  readonly id: number;
  readonly delta: number;
  /** The last row that existed when the user left the end. */
  readonly lastSeen: number;
}

export interface ListScroll {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly following: boolean;
  /** How many rows arrived after the user left the end. */
  readonly unseen: number;
  /** The viewport to render for, in CSS pixels. `top` is known before the browser has scrolled there. */
  readonly top: number;
  readonly height: number;
  readonly onScroll: () => void;
  /** Stops following the end, before anything has scrolled. */
  readonly leaveEnd: () => void;
  readonly toEnd: () => void;
  /** Scrolls only as far as needed to make this row visible. */
  readonly reveal: (index: number) => void;
}

const atEnd: Place = { following: true, id: 0, delta: 0, lastSeen: 0 };

/** The list's scroll position as state. It is relative to a row, not to pixels, so it holds while rows come and go. */
export function useListScroll(list: readonly Row[], shape: ListShape): ListScroll {
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  const [place, setPlace] = useState(atEnd);

  const last = Math.max(0, offsetOf(shape, shape.count) - height);
  const top = place.following ? last : Math.min(last, topOf(place, list, shape));

  useLayoutEffect(() => {
    const { current } = box;
    if (!current) return;
    const measure = () => setHeight(current.clientHeight);
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    measure();
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const { current } = box;
    if (current && Math.abs(current.scrollTop - top) >= 1) current.scrollTop = top;
  });

  const moveTo = (to: number, following: boolean) => {
    const index = indexAt(shape, to);
    const id = list[index]?.id ?? 0;
    const delta = to - offsetOf(shape, index);
    setPlace((before) => {
      const lastSeen = before.following ? (list.at(-1)?.id ?? 0) : before.lastSeen;
      const same = before.following === following && before.id === id && before.delta === delta;
      return same ? before : { following, id, delta, lastSeen };
    });
  };

  return {
    box,
    following: place.following,
    unseen: place.following ? 0 : list.length - indexOfRow(list, place.lastSeen + 0.25),
    top,
    height,
    onScroll: () => {
      const { current } = box;
      if (!current) return;
      // Nobody has scrolled: the list became lower, and its new height is known only after this event.
      if (place.following && Math.abs(current.scrollTop - top) < 1) return;
      // The browser rounds these values, so the end is only reached to within a pixel or two.
      moveTo(current.scrollTop, current.scrollHeight - current.clientHeight - current.scrollTop < 2);
    },
    leaveEnd: () => {
      if (place.following && last > 0) moveTo(top, false);
    },
    toEnd: () => setPlace(atEnd),
    reveal: (index) => {
      const from = offsetOf(shape, index);
      const to = from + shape.rowHeight;
      if (from < top) moveTo(from, false);
      else if (to > top + height) moveTo(to - height, index === shape.count - 1);
    },
  };
}

function topOf({ id, delta }: Place, list: readonly Row[], shape: ListShape): number {
  const index = indexOfRow(list, id);
  // If the row is gone, the next one takes its place at the edge.
  return offsetOf(shape, index) + (list[index]?.id === id ? delta : 0);
}
