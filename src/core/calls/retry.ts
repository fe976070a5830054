import pRetry from "p-retry";
import type { HubEvent } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { Clock } from "../kernel/clock";
import { isRetryable } from "../kernel/errorTable";
import { HubError, reworded, toErrorView } from "../kernel/hubError";
import { pause } from "../kernel/pause";
import { safeText } from "../kernel/redact";
import { inWords } from "../kernel/timeLimit";
import type { ToolResult } from "../messages/toolResult";
import { type CallOptionsOf, leftOf, nameOf } from "./budget";
import { type CallOptions, isKnownRepeatable, type Trusts } from "./callOptions";
import { factsOf } from "./observe";
import { type Handler, type Layer, run, type ToolCall } from "./toolCall";

export interface RetryParts {
  readonly optionsOf: CallOptionsOf;
  readonly trusts: Trusts;
  readonly clock: Clock;
  readonly publish: (event: HubEvent) => void;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

/**
 * Sends a failed call again where that may help: if it certainly never reached the server, or if it is known to be safe to send twice.
 * Never after a cancel, and never if the wait does not fit into what is left of the call's limit.
 */
export const retry =
  (parts: RetryParts): Layer =>
  (next) =>
  (call) => {
    // Read first: after the failure the server may no longer be part of the hub.
    const options = parts.optionsOf(call);
    if (options.retries === 0) return next(call);
    return run(next, call).catch((error: unknown) => {
      if (!mayRepeat(error, call, options, parts.trusts)) throw error;
      return again(next, call, error, options, parts);
    });
  };

/** p-retry counts and repeats, the waits are ours: its own are random between one and two times a fixed wait, and not on our clock. */
function again(
  next: Handler,
  call: ToolCall,
  first: HubError,
  options: CallOptions,
  { trusts, clock, publish, random }: RetryParts,
): Promise<ToolResult> {
  // The attempt that failed is handed in as the first, so that a call which succeeds pays nothing.
  return pRetry((attempt) => (attempt === 1 ? Promise.reject(first) : next(call)), {
    retries: options.retries,
    minTimeout: 0,
    onFailedAttempt: async ({ error, attemptNumber: attempt, retriesLeft }) => {
      if (!mayRepeat(error, call, options, trusts)) throw error;
      if (retriesLeft === 0) throw gaveUp(error, attempt);
      const waitMs = Math.ceil(waitBefore(attempt, error, options, random()));
      const left = leftOf(call, clock);
      if (waitMs >= left) throw left > 0 ? noTimeLeft(error, waitMs, left) : error;
      const view = toErrorView(error);
      publish({
        type: "call.retried",
        ...factsOf(call),
        attempt,
        waitMs,
        error: { ...view, message: safeText(view.message, 1000) },
      });
      if (call.trace) call.trace.waitsMs += waitMs;
      await pause(clock, waitMs, call.signal, nameOf(call));
    },
  });
}

function mayRepeat(error: unknown, call: ToolCall, options: CallOptions, trusts: Trusts): error is HubError {
  if (!(error instanceof HubError) || call.signal.aborted || error.begun || !isRetryable(error)) return false;
  return error.sent === "no" || isKnownRepeatable(call, options, trusts);
}

/**
 * Full jitter: anything from nothing to the whole of a wait that doubles with each attempt; never sooner than the server
 * asked for, and then spread over the first delay, so that callers do not come back all at once.
 */
export function waitBefore(
  attempt: number,
  { retryAfterMs }: Pick<HubError, "retryAfterMs">,
  { retryDelayMs, retryMaxDelayMs }: Pick<CallOptions, "retryDelayMs" | "retryMaxDelayMs">,
  random: number,
): number {
  if (retryAfterMs !== undefined) return retryAfterMs + random * retryDelayMs;
  return random * Math.min(Math.max(retryDelayMs, retryMaxDelayMs), retryDelayMs * 2 ** (attempt - 1));
}

const gaveUp = (error: HubError, attempts: number) =>
  withWords(error, message("calls.triedOften", "It was tried {count} times.", { count: attempts }));

const noTimeLeft = (error: HubError, waitMs: number, leftMs: number) =>
  withWords(
    error,
    message(
      "calls.noTimeForRetry",
      "It could be sent again in {wait}, but the call's limit (mcpHub.callLimitSeconds) ends in {left}.",
      { wait: inWords(waitMs), left: inWords(leftMs) },
    ),
  );

const withWords = (error: HubError, words: string) => reworded(error, `${error.message} ${words}`);
