/** Rows that are taller than the others: where they stand, in order, and by how many pixels they are taller. */
export interface TallRow {
  readonly index: number;
  readonly extra: number;
}

/** A long list of rows of one height, some of them opened and taller. All measures are CSS pixels. */
export interface ListShape {
  readonly count: number;
  readonly rowHeight: number;
  readonly tall: readonly TallRow[];
}

/** Where a row begins; for `count`, where the list ends. */
export function offsetOf({ rowHeight, tall }: ListShape, index: number): number {
  let offset = index * rowHeight;
  for (const row of tall) if (row.index < index) offset += row.extra;
  return offset;
}

/** The row that lies at an offset; the last one for anything below it. 0 in an empty list. */
export function indexAt(shape: ListShape, offset: number): number {
  let low = 0;
  let high = Math.max(0, shape.count - 1);
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (offsetOf(shape, middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The rows to draw, `first` to `last` (exclusive), and where they and the list end up. */
export interface VisibleRange {
  readonly first: number;
  readonly last: number;
  /** Pixels above the first drawn row. */
  readonly top: number;
  /** Pixels of the whole list. */
  readonly total: number;
}

/** Rows drawn above and below what is seen, so that a quick scroll finds them there. */
const overscan = 10;

/** The part of the list that a viewport of `height` at `scrollTop` shows. */
export function visibleRange(shape: ListShape, scrollTop: number, height: number): VisibleRange {
  const first = Math.max(0, indexAt(shape, scrollTop) - overscan);
  const last = Math.min(shape.count, indexAt(shape, scrollTop + height) + 1 + overscan);
  return { first, last, top: offsetOf(shape, first), total: offsetOf(shape, shape.count) };
}
