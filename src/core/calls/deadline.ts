import type { Clock } from "../clock";
import type { Options } from "../config/settings";
import { HubError } from "../hubError";
import { safeLine } from "../redact";
import { inWords, withinTime } from "../timeLimit";
import type { Layer } from "./toolCall";

/** One attempt ends in time: progress extends the idle limit, nothing extends the absolute one. The server is told to stop. */
export const deadline =
  (options: () => Pick<Options, "callTimeoutSeconds" | "callLimitSeconds">, clock: Clock): Layer =>
  (next) =>
  (call) => {
    const { callTimeoutSeconds, callLimitSeconds } = options();
    const what = `"${safeLine(call.tool, 80)}" on "${call.server}"`;
    const limit = {
      clock,
      signal: call.signal,
      idleMs: callTimeoutSeconds * 1000,
      totalMs: callLimitSeconds * 1000,
      what,
      onTimeout: (ms: number, kind: "idle" | "total") =>
        new HubError(
          "timeout",
          kind === "idle"
            ? `${what} gave no answer and no progress for ${inWords(ms)}, so it was cancelled. See the server's log, or raise mcpHub.callTimeoutSeconds.`
            : `${what} did not finish within ${inWords(ms)}, so it was cancelled. Ask for less at once, or raise mcpHub.callLimitSeconds.`,
        ),
    };
    return withinTime(limit, (signal, extend) =>
      next({
        ...call,
        signal,
        onProgress: (progress) => {
          extend();
          call.onProgress?.(progress);
        },
      }),
    );
  };
