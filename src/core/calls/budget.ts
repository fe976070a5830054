import { message } from "../../protocol/message";
import type { Clock } from "../kernel/clock";
import { safeLine } from "../kernel/redact";
import type { CallOptions } from "./callOptions";
import type { Layer, ToolCall } from "./toolCall";

/** How a layer reads the options of a call: each time, so that a change of the settings needs no reload. */
export type CallOptionsOf = (call: ToolCall) => CallOptions;

/**
 * The caller's absolute limit. It runs no timer: it says when the call ends, and each step below that waits (a shared request, a backoff,
 * a queue, an attempt) ends by then. The time that a person took to answer does not count.
 */
export const budget =
  (optionsOf: CallOptionsOf, clock: Clock): Layer =>
  (next) =>
  (call) =>
    next({ ...call, endsAt: clock.now() + limitMsOf(call, optionsOf(call)) - (call.waitedMs ?? 0) });

/** How long the whole call may take, in milliseconds: as long as the settings say, or less where its caller gives it less. */
export const limitMsOf = ({ limitMs }: ToolCall, { callLimitSeconds }: Pick<CallOptions, "callLimitSeconds">): number =>
  Math.min(callLimitSeconds * 1000, limitMs ?? Number.POSITIVE_INFINITY);

/** Milliseconds until the call must have ended; infinite where nothing limits it. */
export const leftOf = ({ endsAt }: ToolCall, clock: Clock): number =>
  endsAt === undefined ? Number.POSITIVE_INFINITY : endsAt - clock.now();

/** The call by its name, for a message: `"echo" on "files"`. */
export const nameOf = ({ tool, server }: Pick<ToolCall, "tool" | "server">): string =>
  message("calls.name", '"{tool}" on "{server}"', { tool: safeLine(tool, 80), server });
