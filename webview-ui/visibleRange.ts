/** The geometry of a long list, whose rows are all of one height. All lengths are in CSS pixels. */
export interface ListShape {
  readonly count: number;
  readonly rowHeight: number;
}

/** The offset where a row starts; for `count`, the offset where the list ends. */
export const offsetOf = ({ rowHeight }: ListShape, index: number): number => index * rowHeight;

/** The row at an offset; the last row for anything below the list. 0 in an empty list. */
export const indexAt = ({ count, rowHeight }: ListShape, offset: number): number =>
  Math.max(0, Math.min(count - 1, Math.floor(offset / rowHeight)));

/** The rows to render, from `first` up to but not including `last`, and where to put them. */
export interface VisibleRange {
  readonly first: number;
  readonly last: number;
  /** Pixels above the first rendered row. */
  readonly top: number;
  /** The height of the whole list. */
  readonly total: number;
}

/** Rows rendered above and below the viewport, so that a quick scroll does not show blank space. */
const overscan = 10;

/** The rows to render for a viewport of `height` at `scrollTop`. */
export function visibleRange(shape: ListShape, scrollTop: number, height: number): VisibleRange {
  const first = Math.max(0, indexAt(shape, scrollTop) - overscan);
  const last = Math.min(shape.count, indexAt(shape, scrollTop + height) + 1 + overscan);
  return { first, last, top: offsetOf(shape, first), total: offsetOf(shape, shape.count) };
}

/**
 * The row that a key moves to in a list of `count` rows; `undefined` for a key that does not move. With no row to start from, every
 * key but Home goes to the last row, which is the newest. `page`: rows in a page.
 */
export function moveInList(key: string, from: number | undefined, count: number, page: number): number | undefined {
  if (count === 0) return undefined;
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -count,
    End: count,
  };
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  if (step === undefined) return undefined;
  if (from === undefined && key !== "Home") return count - 1;
  return Math.min(count - 1, Math.max(0, (from ?? 0) + step));
}
