import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { atEnd, lastTop, movedTo, revealing, topOf, unseenIn } from "./listPlace";
import type { Row } from "./row";
import type { ListShape } from "./visibleRange";

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

/** The list's scroll position as state. It is relative to a row, not to pixels, so it holds while rows come and go. */
export function useListScroll(list: readonly Row[], shape: ListShape): ListScroll {
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  const [place, setPlace] = useState(atEnd);

  const top = topOf(place, list, shape, height);

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

  const moveTo = (to: number, following: boolean) => setPlace((before) => movedTo(before, to, following, list, shape));

  return {
    box,
    following: place.following,
    unseen: unseenIn(place, list),
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
      if (place.following && lastTop(shape, height) > 0) moveTo(top, false);
    },
    toEnd: () => setPlace(atEnd),
    reveal: (index) => {
      const way = revealing(index, shape, { top, height });
      if (way) moveTo(way.to, way.isEnd);
    },
  };
}
