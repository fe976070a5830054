import type { ServerId } from "../../protocol/hubEvent";
import type { CallOptions } from "./optionsFor";
import type { ToolCall } from "./toolCall";

/** Whether the person said that a server's own annotations may be believed. */
export type Trusts = (server: ServerId) => boolean;

/** Whether a tool is known to change nothing: by the person's word, or by the hint of a server that the person trusts. */
export function isKnownRead(call: ToolCall, { readOnly }: CallOptions, trusts: Trusts): boolean {
  if (readOnly !== undefined) return readOnly;
  const hints = call.offered?.hints;
  return hints?.readOnly === true && hints.destructive !== true && trusts(call.server);
}

/** Whether a call may be sent twice. The person's no outweighs every hint. */
export function isKnownRepeatable(call: ToolCall, options: CallOptions, trusts: Trusts): boolean {
  if (options.safeToRepeat !== undefined) return options.safeToRepeat;
  if (isKnownRead(call, options, trusts)) return true;
  return call.offered?.hints.idempotent === true && trusts(call.server);
}
