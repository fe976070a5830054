import type { HubError } from "../hubError";
import { asHubError } from "../hubError";
import type { Handler, ToolCall, ToolResult } from "./toolCall";

/** What became of one call of many. */
export type Settled =
  | { readonly ok: true; readonly result: ToolResult }
  | { readonly ok: false; readonly error: HubError };

/**
 * Makes many calls, at most `parallel` at a time, and settles each: one that fails never loses another. Never rejects; the outcomes are in the order
 * of the calls.
 */
export async function callMany(
  callTool: Handler,
  calls: readonly ToolCall[],
  parallel = 16,
): Promise<readonly Settled[]> {
  const settled = new Array<Settled>(calls.length);
  const rest = calls.entries();
  const work = async () => {
    for (const [index, call] of rest) settled[index] = await settle(callTool, call);
  };
  await Promise.all(Array.from({ length: Math.min(Math.max(1, parallel), calls.length) }, work));
  return settled;
}

async function settle(callTool: Handler, call: ToolCall): Promise<Settled> {
  try {
    return { ok: true, result: await callTool(call) };
  } catch (error) {
    return { ok: false, error: asHubError(error) };
  }
}
