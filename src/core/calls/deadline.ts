import type { Clock } from "../clock";
import { HubError } from "../hubError";
import { SharedTimer } from "../sharedTimer";
import { inWords, withinTime } from "../timeLimit";
import { type CallOptionsOf, leftOf, nameOf } from "./budget";
import type { Layer, ToolCall } from "./toolCall";

/**
 * One attempt ends in time: progress extends the idle limit, nothing extends the end of the call. The server is told to
 * stop.
 */
export const deadline =
  (optionsOf: CallOptionsOf, time: Clock): Layer =>
  (next) => {
    const clock = new SharedTimer(time);
    return (call) => {
      const { callTimeoutSeconds, callLimitSeconds } = optionsOf(call);
      const left = leftOf(call, clock);
      if (left <= 0) return Promise.reject(outOfTime(call, callLimitSeconds * 1000, "no"));
      const limit = {
        clock,
        signal: call.signal,
        idleMs: callTimeoutSeconds * 1000,
        ...(left < Number.POSITIVE_INFINITY && { totalMs: left }),
        what: () => nameOf(call),
        onTimeout: (ms: number, kind: "idle" | "total") =>
          kind === "idle" ? silent(call, ms) : outOfTime(call, callLimitSeconds * 1000),
      };
      return withinTime(limit, (signal, extend, ending) =>
        next({
          ...call,
          signal,
          ending,
          onAlive: extend,
          onProgress: (progress) => {
            extend();
            call.onProgress?.(progress);
          },
        }),
      );
    };
  };

const silent = (call: ToolCall, ms: number) =>
  new HubError(
    "timeout",
    `${nameOf(call)} gave no answer and no progress for ${inWords(ms)}, so it was cancelled. See the server's log, or raise mcpHub.callTimeoutSeconds.`,
  );

/** The whole limit of the call is over; `sent: "no"` where that was before anything was sent. */
export const outOfTime = (call: ToolCall, limitMs: number, sent?: "no") =>
  new HubError(
    "timeout",
    `${nameOf(call)} did not finish within ${inWords(limitMs)}, so it was cancelled. Ask for less at once, or raise mcpHub.callLimitSeconds.`,
    { sent },
  );
