import type { CallOutcome, HubEvent } from "../../protocol/hubEvent";
import type { Clock } from "../kernel/clock";
import { asHubError, type HubError } from "../kernel/hubError";
import { safeJson, safeLine, safeText } from "../kernel/redact";
import type { Progress, ToolResult } from "../messages/toolResult";
import { type Layer, run, type ToolCall } from "./toolCall";

/** How much of a call's arguments the stream keeps, in characters. */
const argsLimit = 2000;
const messageLimit = 1000;

/** Tells the stream that a call began, moved and ended, whatever becomes of it. */
export const observe =
  (publish: (event: HubEvent) => void, clock: Clock): Layer =>
  (next) =>
  (call) => {
    const began = clock.now();
    const named = { call: call.id, server: call.server, tool: safeLine(call.tool) };
    const ended = (outcome: CallOutcome, error?: HubError) =>
      publish({
        type: "call.ended",
        ...named,
        outcome,
        ms: clock.now() - began,
        ...(error && { error: { code: error.code, message: safeText(error.message, messageLimit) } }),
      });
    const answered = (result: ToolResult): ToolResult => {
      ended(result.isError ? "tool-error" : "ok");
      return result;
    };
    const failed = (error: unknown): never => {
      const known = asHubError(error);
      ended(known.code === "cancelled" || known.code === "denied" ? known.code : "failed", known);
      throw known;
    };

    publish({ type: "call.started", ...named, door: call.door, args: safeJson(call.args, argsLimit) });
    const seen: ToolCall = {
      ...call,
      onProgress: (progress) => moved(publish, named, call, progress),
      onTask: (task) => {
        publish({ type: "call.task", ...named, door: call.door });
        call.onTask?.(task);
      },
    };
    return run(next, seen).then(answered, failed);
  };

function moved(
  publish: (event: HubEvent) => void,
  named: { call: string; server: string; tool: string },
  call: ToolCall,
  { progress, total, message }: Progress,
): void {
  publish({
    type: "call.progress",
    ...named,
    progress,
    ...(total !== undefined && { total }),
    ...(message !== undefined && { message: safeText(message, messageLimit) }),
  });
  call.onProgress?.({ progress, ...(total !== undefined && { total }), ...(message !== undefined && { message }) });
}
