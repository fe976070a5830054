import type { Stamped } from "../src/protocol/hubEvent";
import { askedRow, type CallEvent, callRow } from "./callRow";
import { eventRow } from "./eventRow";
import type { Row } from "./row";

/** The maximum number of rows; the oldest are dropped first. */
export const rowLimit = 10_000;

type QuestionEvent = Extract<Stamped, { readonly type: "question.asked" | "question.answered" }>;

/** All rows, oldest first, and what the fold needs to remember. Folding returns a new value. */
export interface Rows {
  readonly list: readonly Row[];
  /** The rows of calls that have not ended: call id → row id. */
  readonly open: ReadonlyMap<string, number>;
  /** The sequence number of the last folded event. */
  readonly seq: number;
  /** How many rows were dropped because of the limit. */
  readonly removed: number;
}

export const noRows: Rows = { list: [], open: new Map(), seq: 0, removed: 0 };

/**
 * The rows after some more events. The events of a call share a row; other events get one each. Events that were already folded
 * are skipped. If `dropped` events before these are missing, a row says so; `earlier`: they happened before the page opened.
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
      if (event.type === "question.asked" || event.type === "question.answered") foldQuestion(list, open, event);
    }
  }
  const excess = Math.max(0, list.length - rowLimit);
  list.splice(0, excess);
  if (excess > 0) forget(open, list[0]?.id ?? 0);
  return { list, open, seq, removed: rows.removed + excess };
}

/** Empties the list. A call that is still running gets a new row with its next event. */
export function clear(rows: Rows): Rows {
  return { ...noRows, seq: rows.seq };
}

/** The index of the row with this id, or the index where it would be inserted. Rows are ordered by id. */
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

/** A call that is asked about waits for the answer. */
function foldQuestion(list: Row[], open: Map<string, number>, event: QuestionEvent): void {
  const id = event.kind === "approval" && event.about ? open.get(event.about.call) : undefined;
  const index = id === undefined ? -1 : indexOfRow(list, id);
  const before = list[index];
  if (before?.id === id && before?.call) list[index] = askedRow(before, before.call, event.type === "question.asked");
}

/** Forgets calls whose row was dropped. */
function forget(open: Map<string, number>, oldest: number): void {
  for (const [call, id] of open) if (id < oldest) open.delete(call);
}

function gapRow(id: number, at: number, count: number, earlier: boolean): Row {
  const number = count.toLocaleString("en-US");
  const text = earlier
    ? `${number} earlier ${count === 1 ? "event is" : "events are"} no longer available`
    : `${number} ${count === 1 ? "event" : "events"} not shown: too many happened at once`;
  return { id, at, kind: "gap", level: earlier ? "info" : "warning", text };
}
