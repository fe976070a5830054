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
    next({ ...call, endsAt: clock.now() + optionsOf(call).callLimitSeconds * 1000 - (call.waitedMs ?? 0) });

/** Milliseconds until the call must have ended; infinite where nothing limits it. */
export const leftOf = ({ endsAt }: ToolCall, clock: Clock): number =>
  endsAt === undefined ? Number.POSITIVE_INFINITY : endsAt - clock.now();

/** The call by its name, for a message: `"echo" on "files"`. */
export const nameOf = ({ tool, server }: Pick<ToolCall, "tool" | "server">): string =>
  message("calls.name", '"{tool}" on "{server}"', { tool: safeLine(tool, 80), server });
