import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Row } from "./row";
import { indexOfRow } from "./rows";
import { indexAt, type ListShape, offsetOf } from "./visibleRange";

/** Where the person is in the list: at its end and staying there, or at a row, whatever comes or goes around it. */
interface Place {
  readonly following: boolean;
  /** The topmost row that is seen, and how many pixels of it are above the edge. */
  readonly id: number;
  readonly delta: number;
  /** The last row there was when the person left the end. */
  readonly lastSeen: number;
}

export interface ListScroll {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly following: boolean;
  /** Rows that came after the person left the end. */
  readonly unseen: number;
  /** What to draw for, in CSS pixels: the position is known before the browser has scrolled there. */
  readonly top: number;
  readonly height: number;
  readonly onScroll: () => void;
  /** The person turns away from the end, before anything has moved. */
  readonly leaveEnd: () => void;
  readonly toEnd: () => void;
  /** Scrolls just so far that this row is seen. */
  readonly reveal: (index: number) => void;
}

const atEnd: Place = { following: true, id: 0, delta: 0, lastSeen: 0 };

/** The list's scroll position as state: derived from a row, not from pixels, so that it holds while rows come and go. */
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
      // Rounded by the browser: the end is reached within a pixel or two.
      if (current) moveTo(current.scrollTop, current.scrollHeight - current.clientHeight - current.scrollTop < 2);
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
  // The row itself may be gone; then the next one takes its place at the edge.
  return offsetOf(shape, index) + (list[index]?.id === id ? delta : 0);
}
