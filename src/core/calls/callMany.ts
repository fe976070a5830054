import type { ServerId } from "../../protocol/hubEvent";
import type { HubTool } from "../catalog/catalog";
import { asHubError, type HubError } from "../kernel/hubError";
import type { ToolResult } from "../messages/toolResult";
import { type Handler, newCall, type ToolCall } from "./toolCall";

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

/** The answer of one server to a call that went to all. */
export type ServerOutcome = Settled & { readonly server: ServerId };

/** Calls a tool on every ready server that has one of that name or alias, in the order of the settings; none: an empty list. */
export async function broadcast(
  hub: { tools(): readonly HubTool[] },
  callTool: Handler,
  call: Omit<Parameters<typeof newCall>[0], "server">,
  parallel?: number,
): Promise<readonly ServerOutcome[]> {
  const servers = hub
    .tools()
    .flatMap(({ server, tool, shown = tool }) => (tool.name === call.tool || shown.name === call.tool ? [server] : []));
  const calls = servers.map((server) => newCall({ ...call, server }));
  const settled = await callMany(callTool, calls, parallel);
  return settled.map((one, index) => ({ ...one, server: servers[index] ?? "" }));
}
