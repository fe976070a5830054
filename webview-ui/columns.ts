import type { CallOutcome } from "../src/protocol/hubEvent";
import { message } from "../src/protocol/message";
import { outcomeWords } from "./callRow";
import { isEarlier, type Row } from "./row";
import { doorWords } from "./rowDetails";
import { bytes, duration } from "./time";

/** How a request ended, or that it has not. */
export type RowOutcome = CallOutcome | "running";

/** How the request of a row ended; `undefined` for rows that are not requests, and where an earlier session kept no end. */
export function outcomeOf(row: Row): RowOutcome | undefined {
  const request = row.call ?? row.exchange;
  if (!request) return undefined;
  return request.outcome ?? (isEarlier(row) ? undefined : "running");
}

/** How long a request took, in milliseconds, without the time of a person; `undefined` while it runs and for what never ran. */
export const msOf = ({ call, exchange }: Row): number | undefined =>
  call ? (call.outcome === "denied" ? undefined : call.ms) : exchange?.ms;

/** The size of all recorded messages of a row; `undefined` where none was recorded. */
export const bytesOf = ({ messages }: Row): number | undefined =>
  messages?.reduce((sum, message) => sum + message.bytes, 0);

/** Who made a call: the client's id, or its door where it has none. */
export const callerOf = ({ call }: Row): string | undefined =>
  call?.caller && (call.caller.client?.id ?? call.caller.door);

/** Who made a call, for people. */
export const callerName = ({ call }: Row): string =>
  call?.caller ? (call.caller.client?.name ?? doorWords[call.caller.door]) : "";

/** The columns of a row in words; empty where a row has nothing to say. */
export function columnsOf(row: Row) {
  const outcome = outcomeOf(row);
  const ms = msOf(row);
  const size = bytesOf(row);
  return {
    caller: callerName(row),
    outcome: outcome === undefined ? "" : outcome === "running" ? waiting(row) : outcomeWords[outcome],
    duration: ms === undefined ? "" : duration(ms),
    size: size === undefined ? "" : bytes(size),
  };
}

const waiting = ({ call }: Row): string =>
  call?.isAsking ? message("page.columns.askingYou", "asking you") : message("page.columns.running", "running");

/** What a line shows of a row beside its columns: for a call what was called with what, and what went wrong. */
export function lineOf(row: Row): string {
  const { call, exchange, text } = row;
  if (exchange) return exchange.method;
  if (!call) return text;
  const { tool, args, error, outcome, progress } = call;
  const given = args === undefined || args === "{}" ? "" : ` ${args}`;
  if (error) return `${tool}: ${error.message}`;
  const last = outcome === undefined && progress?.message ? `, ${progress.message}` : "";
  return `${tool}${given}${last}`;
}
