import type { Row } from "./row";
import { indexOfRow } from "./rows";
import { indexAt, type ListShape, offsetOf } from "./visibleRange";

/** A scroll position: at the end and following it, or fixed to a row while rows come and go around it. */
export interface Place {
  readonly following: boolean;
  /** The topmost visible row, and how many of its pixels are above the edge. */
  readonly id: number;
  readonly delta: number;
  /** The last row that existed when the user left the end. */
  readonly lastSeen: number;
}

export const atEnd: Place = { following: true, id: 0, delta: 0, lastSeen: 0 };

/** The part of a list that shows, in CSS pixels. */
export interface Viewport {
  readonly top: number;
  readonly height: number;
}

/** How far a list can be scrolled. */
export const lastTop = (shape: ListShape, height: number): number => Math.max(0, offsetOf(shape, shape.count) - height);

/** Where the upper edge is now. If the row of a place is gone, the next one takes its place there. */
export function topOf({ following, id, delta }: Place, list: readonly Row[], shape: ListShape, height: number): number {
  const last = lastTop(shape, height);
  if (following) return last;
  const index = indexOfRow(list, id);
  return Math.min(last, offsetOf(shape, index) + (list[index]?.id === id ? delta : 0));
}

/** The place after the list was scrolled to an offset; the same object if nothing changes. */
export function movedTo(before: Place, to: number, following: boolean, list: readonly Row[], shape: ListShape): Place {
  const index = indexAt(shape, to);
  const id = list[index]?.id ?? 0;
  const delta = to - offsetOf(shape, index);
  const lastSeen = before.following ? (list.at(-1)?.id ?? 0) : before.lastSeen;
  const same = before.following === following && before.id === id && before.delta === delta;
  return same ? before : { following, id, delta, lastSeen };
}

/** How many rows arrived after the user left the end. */
export const unseenIn = ({ following, lastSeen }: Place, list: readonly Row[]): number =>
  following ? 0 : list.length - indexOfRow(list, lastSeen + 0.25); // a row about missing events has a half number

/** Where to scroll so that a row is visible, and no further; `undefined` where it is. `isEnd`: that is the end of the list. */
export function revealing(
  index: number,
  shape: ListShape,
  { top, height }: Viewport,
): { readonly to: number; readonly isEnd: boolean } | undefined {
  const from = offsetOf(shape, index);
  const to = from + shape.rowHeight;
  if (from < top) return { to: from, isEnd: false };
  return to > top + height ? { to: to - height, isEnd: index === shape.count - 1 } : undefined;
}
