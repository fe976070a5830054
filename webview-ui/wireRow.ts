import type { Stamped } from "../src/protocol/hubEvent";
import { message } from "../src/protocol/message";
import { outcomeWords } from "./callRow";
import { type MessageOfRow, type Row, withItem } from "./row";
import { duration } from "./time";

export type WireEvent = Extract<Stamped, { readonly type: "wire.message" }>;

/** Requests of a server that a person answers: how long that took is nobody else's time. */
const askPerson = new Set(["elicitation/create", "sampling/createMessage"]);

export const isAskingPerson = (method: string): boolean => askPerson.has(method);

export const messageOf = (event: WireEvent): MessageOfRow => ({
  seq: event.seq,
  at: event.at,
  direction: event.direction,
  kind: event.kind,
  text: event.text,
  bytes: event.bytes,
  ...(event.method !== undefined && { method: event.method }),
  ...(event.truncated && { truncated: event.truncated }),
  ...(event.http && { http: event.http }),
});

/** The row of a request that no call made: of the hub itself, or of a server. */
export function requestRow(event: WireEvent): Row {
  const method = event.method ?? "request";
  return exchangeRow({
    id: event.seq,
    at: event.at,
    kind: event.direction === "sent" ? "request" : "question",
    level: "info",
    server: event.server,
    text: "",
    exchange: { method },
    messages: [messageOf(event)],
  });
}

/** The row after the answer; without a row, the request was before the first known event. */
export function answeredRow(before: Row | undefined, event: WireEvent): Row {
  const method = before?.exchange?.method ?? event.method ?? "request";
  const isTimed = before !== undefined && !isAskingPerson(method);
  return exchangeRow({
    id: before?.id ?? event.seq,
    at: before?.at ?? event.at,
    kind: before?.kind ?? (event.direction === "sent" ? "question" : "request"),
    level: event.kind === "error" ? "error" : "info",
    server: event.server,
    text: "",
    exchange: {
      method,
      outcome: event.kind === "error" ? "failed" : "ok",
      ...(isTimed && { ms: Math.max(0, event.at - before.at) }),
    },
    messages: withItem(before?.messages, messageOf(event)),
  });
}

/** The row of a notification that the hub sent. */
export const sentRow = (event: WireEvent): Row => ({
  id: event.seq,
  at: event.at,
  kind: "notification",
  level: "info",
  server: event.server,
  text: message("page.wireRow.sent", "{method} (sent)", { method: event.method ?? "notification" }),
  messages: [messageOf(event)],
});

/** The same row with one more message. */
export const withMessage = (row: Row, added: MessageOfRow): Row => ({
  ...row,
  messages: withItem(row.messages, added),
});

/** e.g. `tools/list: ok in 12 ms`. */
function exchangeRow(row: Row): Row {
  const { method = "", outcome, ms } = row.exchange ?? {};
  const took = ms === undefined ? "" : message("page.callRow.took", " in {ms}", { ms: duration(ms) });
  const state = outcome === undefined ? message("page.callRow.running", "running") : `${outcomeWords[outcome]}${took}`;
  return { ...row, text: `${method}: ${state}` };
}
