import { message } from "../../protocol/message";
import type { Clock } from "../kernel/clock";
import { type ErrorFacts, HubError } from "../kernel/hubError";
import { SharedTimer } from "../kernel/sharedTimer";
import { inWords, withinTime } from "../kernel/timeLimit";
import { type CallOptionsOf, leftOf, limitMsOf, nameOf } from "./budget";
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
      const options = optionsOf(call);
      const { callTimeoutSeconds, taskLimitSeconds, runAsTask } = options;
      const limitMs = limitMsOf(call, options);
      const taskMs = taskLimitSeconds * 1000;
      const left = leftOf(call, clock);
      if (left <= 0) return Promise.reject(outOfTime(call, limitMs, { sent: "no" }));
      let begun: true | undefined;
      const limit = {
        clock,
        signal: call.signal,
        idleMs: callTimeoutSeconds * 1000,
        totalMs: left,
        what: () => nameOf(call),
        onTimeout: (ms: number, kind: "idle" | "total") =>
          kind === "idle"
            ? silent(call, ms, begun)
            : begun && ms === taskMs
              ? tooLong(call, ms)
              : outOfTime(call, limitMs, { begun }),
      };
      return withinTime(limit, (signal, time) =>
        next({
          ...call,
          signal,
          ending: time,
          ...(call.offered?.task && { task: { optional: runAsTask, keepMs: taskMs + keptAfterMs } }),
          onTask: (task) => {
            begun = true;
            // A caller that gives the call less time gives its task no more.
            time.prolong(call.limitMs === undefined ? taskMs : Math.min(taskMs, leftOf(call, clock)));
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
export const outOfTime = (call: ToolCall, limitMs: number, facts: Pick<ErrorFacts, "sent" | "begun"> = {}) => {
  const values = { call: nameOf(call), time: inWords(limitMs) };
  return new HubError(
    "timeout",
    call.limitMs === limitMs
      ? message(
          "calls.outOfCallersTime",
          "{call} did not finish within {time}, which is all that its caller gave it, so it was cancelled. Ask for less at once, or give it more time.",
          values,
        )
      : message(
          "calls.outOfTime",
          "{call} did not finish within {time}, so it was cancelled. Ask for less at once, or raise mcpHub.callLimitSeconds.",
          values,
        ),
    facts,
  );
};
