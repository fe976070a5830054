import { message } from "../../protocol/message";
import type { Tool } from "../catalog/catalog";
import { checkArguments } from "../catalog/checkArguments";
import { mendedArguments } from "../catalog/mendedArguments";
import type { Clock } from "../kernel/clock";
import { HubError } from "../kernel/hubError";
import { safeLine } from "../kernel/redact";
import { withinTime } from "../kernel/timeLimit";
import type { ToolResult } from "../messages/toolResult";
import { askedMs } from "../questions/personTime";
import { type CallOptionsOf, limitMsOf, nameOf } from "./budget";
import { outOfTime } from "./deadline";
import type { ServerAccess } from "./serverAccess";
import { type Handler, type Layer, run, type ToolCall } from "./toolCall";

/**
 * Lets only a call through whose tool exists and whose arguments fit its input schema. Waits for a server that is connecting, but no
 * longer than the call may take in all.
 */
export const prepare =
  (servers: Pick<ServerAccess, "tool" | "toolNow">, optionsOf: CallOptionsOf, clock: Clock): Layer =>
  (next) => {
    const waitFor = (call: ToolCall): Promise<Tool> => {
      const limitMs = limitMsOf(call, optionsOf(call));
      const limit = {
        clock,
        signal: call.signal,
        idleMs: limitMs,
        what: () => nameOf(call),
        onTimeout: () => outOfTime(call, limitMs, { sent: "no" }),
      };
      return withinTime(limit, (signal) => servers.tool(call.server, call.tool, signal, call.answers));
    };
    const whenKnown = async (call: ToolCall): Promise<ToolResult> => {
      const began = clock.now();
      const offered = await waitFor(call);
      const now = clock.now();
      // A server may wait for a value that the person has to enter.
      const waitedMs = now - began - (call.trace ? askedMs(call.trace, began, now) : 0);
      if (call.trace) call.trace.waitsMs += waitedMs;
      return checked(next, call, offered, waitedMs);
    };
    const prepared: Handler = (call) => {
      // Most servers are ready when they are called: then nothing is waited for, and no limit is needed.
      const known = call.signal.aborted ? undefined : servers.toolNow?.(call.server, call.tool, call.answers);
      return known ? checked(next, call, known, 0) : whenKnown(call);
    };
    return (call) => run(prepared, call);
  };

function checked(next: Handler, call: ToolCall, offered: Tool, waitedMs: number): Promise<ToolResult> {
  const check = checkArguments(offered.inputSchema, call.args);
  const go = (args: typeof call.args) => next({ ...call, args, offered, waitedMs });
  if (check.ok) return go(call.args);
  const args = mendedArguments(offered.inputSchema, call.args);
  const mended = checkArguments(offered.inputSchema, args);
  if (!mended.ok)
    throw new HubError(
      "bad-arguments",
      message("calls.badArguments", "{call} was not called: {why}. Correct the arguments and call it again.", {
        call: nameOf(call),
        why: safeLine(mended.why, 600),
      }),
      { sent: "no" },
    );
  return go(args);
}
