import type { Stamped } from "../src/protocol/hubEvent";
import { type CallEvent, callRow } from "./callRow";
import { eventRow } from "./eventRow";
import type { Row } from "./row";

/** The most rows that are kept; the oldest go first. */
export const rowLimit = 10_000;

/** All rows, oldest first, and what the fold must remember. A value: folding makes a new one. */
export interface Rows {
  readonly list: readonly Row[];
  /** Which row shows a call that has not ended: the call's id → the row's. */
  readonly open: ReadonlyMap<string, number>;
  /** The last event that was folded. */
  readonly seq: number;
  /** How many rows have been let go for the limit. */
  readonly removed: number;
}

export const noRows: Rows = { list: [], open: new Map(), seq: 0, removed: 0 };

/**
 * The rows after some more events: a call's events share a row, others make one each. An event that was folded before is
 * passed over. `dropped` events before these are missing: a row says so. `earlier`: they were before anybody looked.
 */
export function fold(rows: Rows, events: readonly Stamped[], dropped = 0, earlier = false): Rows {
  const list = [...rows.list];
  const open = new Map(rows.open);
  let { seq } = rows;
  const first = events[0];
  if (dropped > 0 && first) list.push(gapRow(seq + 0.5, first.at, dropped, earlier));
  for (const event of events) {
    if (event.seq <= seq) continue;
    seq = event.seq;
    if (isOfCall(event)) foldCall(list, open, event);
    else {
      const row = eventRow(event);
      if (row) list.push(row);
    }
  }
  const excess = Math.max(0, list.length - rowLimit);
  list.splice(0, excess);
  if (excess > 0) forget(open, list[0]?.id ?? 0);
  return { list, open, seq, removed: rows.removed + excess };
}

/** Starts the list anew. A call that goes on gets a new row with its next event. */
export function clear(rows: Rows): Rows {
  return { ...noRows, seq: rows.seq };
}

/** Where a row with this id stands, or would stand, in rows that are ordered by it. */
export function indexOfRow(list: readonly Row[], id: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle]?.id ?? Number.POSITIVE_INFINITY) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

const isOfCall = (event: Stamped): event is CallEvent => "call" in event;

function foldCall(list: Row[], open: Map<string, number>, event: CallEvent): void {
  const id = open.get(event.call);
  const index = id === undefined ? -1 : indexOfRow(list, id);
  const before = list[index]?.id === id ? list[index] : undefined;
  const row = callRow(before, event);
  if (before) list[index] = row;
  else list.push(row);
  if (event.type === "call.ended") open.delete(event.call);
  else open.set(event.call, row.id);
}

/** A call whose row was let go is no longer looked for. */
function forget(open: Map<string, number>, oldest: number): void {
  for (const [call, id] of open) if (id < oldest) open.delete(call);
}

function gapRow(id: number, at: number, count: number, earlier: boolean): Row {
  const many = count === 1 ? "1 event" : `${count.toLocaleString("en-US")} events`;
  const text = earlier
    ? `${many} before these are no longer kept`
    : `${many} not shown: more happened than can be shown at once`;
  return { id, at, kind: "gap", level: earlier ? "info" : "warning", text };
}
