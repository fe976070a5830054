import type { Stamped } from "../src/protocol/hubEvent";
import { askedRow, type CallEvent, callRow } from "./callRow";
import { eventRow } from "./eventRow";
import { gapRow, sessionRow } from "./gapRow";
import { isEarlier, type MessageOfRow, type Row } from "./row";
import { type RowCounts, withinLimits } from "./shelves";
import { answeredRow, messageOf, requestRow, sentRow, type WireEvent, withMessage } from "./wireRow";

type QuestionEvent = Extract<Stamped, { readonly type: "question.asked" | "question.answered" }>;

/** All rows, oldest first, and what the fold needs to remember. Folding returns a new value. */
export interface Rows {
  readonly list: readonly Row[];
  /** The rows of calls and requests that have not ended: call id, or server, direction and id of the request → row id. */
  readonly open: ReadonlyMap<string, number>;
  /** Notifications on the wire whose own event comes next, by server and method. */
  readonly heard: ReadonlyMap<string, MessageOfRow>;
  readonly counts: RowCounts;
  /** The sequence number of the last folded event. */
  readonly seq: number;
  /** How many rows were dropped because of the limits. */
  readonly removed: number;
}

export const noRows: Rows = { list: [], open: new Map(), heard: new Map(), counts: new Map(), seq: 0, removed: 0 };

/**
 * The rows after some more events. The events of a call share a row, and so do a request and its answer; other events get one each. Events
 * that were already folded are skipped. If `dropped` events before these are missing, a row says so; `earlier`: they happened before the
 * page opened.
 */
export function fold(rows: Rows, events: readonly Stamped[], dropped = 0, earlier = false): Rows {
  const folding = new Folding(rows);
  const first = events[0];
  if (dropped > 0 && first) folding.add(gapRow(rows.seq + 0.5, first.at, dropped, earlier));
  for (const event of events) folding.take(event);
  return folding.ended();
}

/** Nothing up to the event of this number. A call that is still running gets a new row with its next event. */
export const rowsAfter = (seq: number): Rows => ({ ...noRows, seq });

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

const isOfCall = (event: Stamped): event is CallEvent => event.type !== "wire.message" && "call" in event;

/** A notification's own event follows its message at once; with this many events between, it belongs to another. */
const nextEvents = 3;
const heardLimit = 200;

/** One fold: works on copies, which nobody else sees. */
class Folding {
  private readonly list: Row[];
  private readonly added: Row[] = [];
  private readonly open: Map<string, number>;
  private readonly heard: Map<string, MessageOfRow>;
  private seq: number;

  constructor(private readonly before: Rows) {
    this.list = [...before.list];
    this.open = new Map(before.open);
    this.heard = new Map(before.heard);
    this.seq = before.seq;
  }

  add(row: Row): void {
    this.list.push(row);
    this.added.push(row);
  }

  take(event: Stamped): void {
    if (event.seq <= this.seq) return;
    if (this.seq < 0 && event.seq > 0) this.beginSession(event.at);
    this.seq = event.seq;
    if (event.type === "wire.message") this.takeMessage(event);
    else if (isOfCall(event)) this.takeCall(event);
    else {
      const row = eventRow(event);
      if (row) this.add(this.withHeard(row, event));
      if (event.type === "question.asked" || event.type === "question.answered") this.takeQuestion(event);
    }
  }

  ended(): Rows {
    const { list, counts, removed } = withinLimits(this.list, this.before.counts, this.added);
    if (removed > 0)
      for (const [key, id] of this.open) if (list[indexOfRow(list, id)]?.id !== id) this.open.delete(key);
    return {
      list,
      counts,
      open: this.open,
      heard: this.heard,
      seq: this.seq,
      removed: this.before.removed + removed,
    };
  }

  /** What earlier sessions left open never ends: the ids of requests begin again. */
  private beginSession(at: number): void {
    this.open.clear();
    this.heard.clear();
    if (this.list.some(isEarlier)) this.add(sessionRow(at));
  }

  /** The index of an open row; -1 if there is none. */
  private indexOf(key: string): number {
    const id = this.open.get(key);
    if (id === undefined) return -1;
    const index = indexOfRow(this.list, id);
    return this.list[index]?.id === id ? index : -1;
  }

  private takeCall(event: CallEvent): void {
    const index = this.indexOf(event.call);
    const row = callRow(this.list[index], event);
    if (index >= 0) this.list[index] = row;
    else this.add(row);
    if (event.type === "call.ended") this.open.delete(event.call);
    else this.open.set(event.call, row.id);
  }

  /** A call that is asked about waits for the answer. */
  private takeQuestion(event: QuestionEvent): void {
    const index = event.kind === "approval" && event.about ? this.indexOf(event.about.call) : -1;
    const before = this.list[index];
    if (before?.call) this.list[index] = askedRow(before, before.call, event.type === "question.asked");
  }

  /** A message of a call is shown with it; any other request has a row of its own, which its answer completes. */
  private takeMessage(event: WireEvent): void {
    const { server, direction, kind, id, call } = event;
    const ofCall = call === undefined ? -1 : this.indexOf(call);
    const row = this.list[ofCall];
    if (row && kind !== "notification") {
      this.list[ofCall] = withMessage(row, messageOf(event));
      return;
    }
    if (kind === "request") {
      const asked = requestRow(event);
      this.add(asked);
      this.open.set(keyOf(server, direction, id), asked.id);
    } else if (kind === "notification") {
      if (direction === "sent") this.add(sentRow(event));
      else this.hear(event);
    } else {
      const key = keyOf(server, direction === "sent" ? "received" : "sent", id);
      const index = this.indexOf(key);
      const answered = answeredRow(this.list[index], event);
      if (index >= 0) this.list[index] = answered;
      else if (call === undefined) this.add(answered); // an answer to a call that has ended says nothing new
      this.open.delete(key);
    }
  }

  /** A notification that arrived is told by an event of its own, right after. */
  private hear(event: WireEvent): void {
    const [oldest] = this.heard.keys();
    if (oldest !== undefined && this.heard.size >= heardLimit) this.heard.delete(oldest);
    this.heard.set(`${event.server} ${event.method}`, messageOf(event));
  }

  private withHeard(row: Row, event: Stamped): Row {
    const method = notificationOf(event);
    if (method === undefined || row.server === undefined) return row;
    const key = `${row.server} ${method}`;
    const message = this.heard.get(key);
    this.heard.delete(key);
    return message && event.seq - message.seq <= nextEvents ? withMessage(row, message) : row;
  }
}

const keyOf = (server: string, direction: string, id: string | number | undefined): string =>
  `${server} ${direction} ${id}`;

function notificationOf(event: Stamped): string | undefined {
  if (event.type === "server.notification") return event.method;
  return event.type === "server.log" && event.from === "server" ? "notifications/message" : undefined;
}
