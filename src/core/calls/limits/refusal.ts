import { message } from "../../../protocol/message";
import { HubError } from "../../kernel/hubError";
import { inWords } from "../../kernel/timeLimit";
import { nameOf } from "../budget";
import type { ToolCall } from "../toolCall";
import type { BreakerState } from "./breaker";

/** Why an open circuit refuses a call: that of its tool (`isTool`) or that of its server. */
export function refused(call: ToolCall, isTool: boolean, state: BreakerState, reason: string, now: number): HubError {
  const waitMs = state.kind === "open" ? Math.max(0, state.until - now) : undefined;
  const when =
    waitMs === undefined
      ? message(
          "calls.trialRuns",
          "A trial call is running. Call again when it has ended, or reset the circuit breaker.",
        )
      : message("calls.trialSoon", "One trial call may pass in {wait}. You can reset the circuit breaker.", {
          wait: inWords(waitMs),
        });
  return new HubError("circuit-open", refusalText(call, isTool, state, reason, when), {
    sent: "no",
    retryAfterMs: waitMs,
  });
}

function refusalText(call: ToolCall, isTool: boolean, state: BreakerState, reason: string, when: string): string {
  const values = { call: nameOf(call), count: state.failures, reason, when };
  const recent = state.kind === "closed" ? undefined : state.recent;
  if (recent) {
    const shares = { ...values, failed: recent.failed, of: recent.of };
    return isTool
      ? message(
          "calls.toolCircuitShare",
          "{call} was not called. {failed} of its last {of} calls failed ({reason}) {when}",
          shares,
        )
      : message(
          "calls.serverCircuitShare",
          "{call} was not called. {failed} of the last {of} calls of the server failed ({reason}) {when}",
          shares,
        );
  }
  return isTool
    ? message(
        "calls.toolCircuitOpen",
        "{call} was not called. Failures of it in a row: {count} ({reason}) {when}",
        values,
      )
    : message(
        "calls.serverCircuitOpen",
        "{call} was not called. Failures of the server in a row: {count} ({reason}) {when}",
        values,
      );
}
