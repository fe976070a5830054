import type { CallOutcome, LogLevel, Stamped } from "../src/protocol/hubEvent";
import { message } from "../src/protocol/message";
import { type CallOfRow, type Row, withItem } from "./row";
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

export const outcomeWords: { readonly [O in CallOutcome]: string } = {
  ok: message("page.outcome.ok", "ok"),
  "tool-error": message("page.outcome.toolError", "tool error"),
  failed: message("page.outcome.failed", "failed"),
  cancelled: message("page.outcome.cancelled", "cancelled"),
  denied: message("page.outcome.denied", "denied"),
};

/** A call's row after one more of its events. Without an earlier row, the call's start was missed and the row starts here. */
export function callRow(before: Row | undefined, event: CallEvent): Row {
  const call = callAfter(before?.call ?? firstOf(event), event);
  return {
    id: before?.id ?? event.seq,
    at: before?.at ?? event.at,
    kind: call.method === "tools/call" ? "call" : "request",
    level: call.outcome ? levels[call.outcome] : "info",
    server: event.server,
    text: words(call),
    call,
    ...(before?.messages && { messages: before.messages }),
  };
}

/** A call's row while a person is asked about it, or after that. */
export function askedRow(before: Row, call: CallOfRow, isAsking: boolean): Row {
  const after = { ...call, isAsking };
  return { ...before, text: words(after), call: after };
}

function firstOf({ call, method, tool, thread, caller }: CallEvent): CallOfRow {
  const known = { id: call, method, tool, caller };
  if (thread === undefined) return known;
  return { ...known, thread: { name: thread, client: caller.client?.id ?? caller.door } };
}

function callAfter(call: CallOfRow, event: CallEvent): CallOfRow {
  switch (event.type) {
    case "call.started":
      return { ...call, args: event.args };
    case "call.progress": {
      const { progress, total, message } = event;
      return {
        ...call,
        steps: withItem(call.steps, { at: event.at, text: progressWords(event) }),
        progress: { progress, ...(total !== undefined && { total }), ...(message !== undefined && { message }) },
      };
    }
    case "call.task":
      return { ...call, isTask: true };
    case "call.retried":
      return {
        ...call,
        retries: event.attempt,
        steps: withItem(call.steps, {
          at: event.at,
          text: message(
            "page.callRow.attemptAttemptFailedTheNext",
            "Attempt {attempt} failed, the next one after {waitMs}: {message}",
            { attempt: event.attempt, waitMs: duration(event.waitMs), message: event.error.message },
          ),
        }),
      };
    case "call.ended":
      return {
        ...call,
        outcome: event.outcome,
        ms: event.ms,
        split: event.split,
        ...(event.served && { served: event.served }),
        ...(event.decision && { decision: event.decision }),
        ...(event.error && { error: event.error }),
      };
  }
}

/** e.g. `echo: ok in 12 ms`, `build: running, 3 of 10, compiling`. */
function words({ tool, outcome, ms, error, progress, isTask, isAsking }: CallOfRow): string {
  if (outcome) {
    // What was refused did not run.
    const took =
      ms === undefined || outcome === "denied" ? "" : message("page.callRow.took", " in {ms}", { ms: duration(ms) });
    return `${tool}: ${outcomeWords[outcome]}${took}${error ? `. ${error.message}` : ""}`;
  }
  if (isAsking) return message("page.callRow.toolWaitsForYourAnswer", "{tool}: waits for your answer", { tool });
  const running = isTask
    ? message("page.callRow.runningAsATask", "running as a task")
    : message("page.callRow.running", "running");
  if (!progress) return `${tool}: ${running}`;
  return `${tool}: ${running}, ${progressWords(progress)}`;
}

/** e.g. `3 of 10, compiling`. */
function progressWords({ progress, total, message: doing }: NonNullable<CallOfRow["progress"]>): string {
  const done = doneOf(progress, total);
  return doing ? `${done}, ${doing}` : done;
}

/** e.g. `3 of 10`. */
export const doneOf = (progress: number, total: number | undefined): string =>
  total === undefined
    ? `${progress}`
    : message("page.callRow.progressOfTotal", "{progress} of {total}", { progress, total });
