import type { CallOutcome, LogLevel, Stamped } from "../src/protocol/hubEvent";
import type { CallOfRow, Row } from "./row";
import { duration } from "./time";

/** The events that together form one row. */
export type CallEvent = Extract<Stamped, { readonly call: string }>;

const levels: { readonly [O in CallOutcome]: LogLevel } = {
  ok: "info",
  "tool-error": "warning",
  failed: "error",
  cancelled: "info",
  denied: "warning",
};

const outcomeWords: { readonly [O in CallOutcome]: string } = {
  ok: "ok",
  "tool-error": "tool error",
  failed: "failed",
  cancelled: "cancelled",
  denied: "denied",
};

/** A call's row after one more of its events. Without an earlier row, the call's start was missed and the row starts here. */
export function callRow(before: Row | undefined, event: CallEvent): Row {
  const call = callAfter(before?.call ?? { id: event.call, tool: event.tool }, event);
  return {
    id: before?.id ?? event.seq,
    at: before?.at ?? event.at,
    kind: "call",
    level: call.outcome ? levels[call.outcome] : "info",
    server: event.server,
    text: words(call),
    call,
  };
}

/** A call's row while a person is asked about it, or after that. */
export function askedRow(before: Row, call: CallOfRow, isAsking: boolean): Row {
  const after = { ...call, isAsking };
  return { ...before, text: words(after), call: after };
}

function callAfter(call: CallOfRow, event: CallEvent): CallOfRow {
  switch (event.type) {
    case "call.started":
      return { ...call, caller: event.caller, args: event.args };
    case "call.progress": {
      const { progress, total, message } = event;
      return {
        ...call,
        progress: { progress, ...(total !== undefined && { total }), ...(message !== undefined && { message }) },
      };
    }
    case "call.task":
      return { ...call, isTask: true };
    case "call.retried":
      return call; // the row shows how the call ended; the log shows each attempt
    case "call.ended":
      return {
        ...call,
        outcome: event.outcome,
        ms: event.ms,
        split: event.split,
        ...(event.error && { error: event.error }),
      };
  }
}

/** e.g. `echo: ok in 12 ms`, `build: running, 3 of 10, compiling`. */
function words({ tool, outcome, ms, error, progress, isTask, isAsking }: CallOfRow): string {
  if (outcome) {
    // What was refused did not run.
    const took = ms === undefined || outcome === "denied" ? "" : ` in ${duration(ms)}`;
    return `${tool}: ${outcomeWords[outcome]}${took}${error ? `. ${error.message}` : ""}`;
  }
  if (isAsking) return `${tool}: waits for your answer`;
  const running = isTask ? "running as a task" : "running";
  if (!progress) return `${tool}: ${running}`;
  const done = progress.total === undefined ? `${progress.progress}` : `${progress.progress} of ${progress.total}`;
  return `${tool}: ${running}, ${done}${progress.message ? `, ${progress.message}` : ""}`;
}
