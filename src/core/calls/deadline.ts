import { message } from "../../protocol/message";
import type { Clock } from "../kernel/clock";
import { HubError } from "../kernel/hubError";
import { SharedTimer } from "../kernel/sharedTimer";
import { inWords, withinTime } from "../kernel/timeLimit";
import { type CallOptionsOf, leftOf, nameOf } from "./budget";
import type { Layer, ToolCall } from "./toolCall";

/**
 * Ends one attempt in time. Progress extends the idle limit. Only a task extends the end of the call: it has a limit of its own. The
 * server is told to stop.
 */
export const deadline =
  (optionsOf: CallOptionsOf, shared: Clock): Layer =>
  (next) => {
    const clock = new SharedTimer(shared);
    return (call) => {
      const { callTimeoutSeconds, callLimitSeconds, taskLimitSeconds, runAsTask } = optionsOf(call);
      const taskMs = taskLimitSeconds * 1000;
      const left = leftOf(call, clock);
      if (left <= 0) return Promise.reject(outOfTime(call, callLimitSeconds * 1000, "no"));
      let begun: true | undefined;
      const limit = {
        clock,
        signal: call.signal,
        idleMs: callTimeoutSeconds * 1000,
        ...(left < Number.POSITIVE_INFINITY && { totalMs: left }),
        what: () => nameOf(call),
        onTimeout: (ms: number, kind: "idle" | "total") =>
          kind === "idle"
            ? silent(call, ms, begun)
            : begun
              ? tooLong(call, ms)
              : outOfTime(call, callLimitSeconds * 1000),
      };
      return withinTime(limit, (signal, time) =>
        next({
          ...call,
          signal,
          ending: time,
          ...(call.offered?.task && { task: { optional: runAsTask, keepMs: taskMs + keptAfterMs } }),
          onTask: (task) => {
            begun = true;
            time.prolong(taskMs);
            call.onTask?.(task);
          },
          onAlive: time.extend,
          onProgress: (progress) => {
            time.extend();
            call.onProgress?.(progress);
          },
        }),
      );
    };
  };

/** How long after its limit the server is asked to keep a task, so that its result can still be fetched, in milliseconds. */
const keptAfterMs = 600_000;

const silent = (call: ToolCall, ms: number, begun: true | undefined) =>
  new HubError(
    "timeout",
    message(
      "calls.silent",
      "{call} gave no answer and no progress for {time}, so it was cancelled. See the server's log, or raise mcpHub.callTimeoutSeconds.",
      { call: nameOf(call), time: inWords(ms) },
    ),
    { begun },
  );

const tooLong = (call: ToolCall, ms: number) =>
  new HubError(
    "timeout",
    message(
      "calls.taskTooLong",
      "The task of {call} did not end within {time}, so it was cancelled. Raise mcpHub.taskLimitSeconds.",
      { call: nameOf(call), time: inWords(ms) },
    ),
    { begun: true },
  );

/** The whole limit of the call is over; `sent: "no"` where that was before anything was sent. */
export const outOfTime = (call: ToolCall, limitMs: number, sent?: "no") =>
  new HubError(
    "timeout",
    message(
      "calls.outOfTime",
      "{call} did not finish within {time}, so it was cancelled. Ask for less at once, or raise mcpHub.callLimitSeconds.",
      { call: nameOf(call), time: inWords(limitMs) },
    ),
    { sent },
  );
