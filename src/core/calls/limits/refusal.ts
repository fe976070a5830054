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
  const values = { call: nameOf(call), count: state.failures, reason, when };
  return new HubError(
    "circuit-open",
    isTool
      ? message(
          "calls.toolCircuitOpen",
          "{call} was not called. Failures of it in a row: {count} ({reason}) {when}",
          values,
        )
      : message(
          "calls.serverCircuitOpen",
          "{call} was not called. Failures of the server in a row: {count} ({reason}) {when}",
          values,
        ),
    { sent: "no", retryAfterMs: waitMs },
  );
}
