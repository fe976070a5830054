import type { ServerId } from "../../protocol/hubEvent";
import type { Hub } from "../hub";
import { callMany, type Settled } from "./callMany";
import { type Handler, newCall, type ToolCall } from "./toolCall";

/** The answer of one server to a call that went to all. */
export type Answered = Settled & { readonly server: ServerId };

/** Calls a tool on every ready server that has one of that name, in the order of the settings; none: an empty list. */
export async function broadcast(
  hub: Pick<Hub, "tools">,
  callTool: Handler,
  call: Omit<ToolCall, "id" | "server">,
  parallel?: number,
): Promise<readonly Answered[]> {
  const servers = hub.tools().flatMap(({ server, tool }) => (tool.name === call.tool ? [server] : []));
  const calls = servers.map((server) => newCall({ ...call, server }));
  const settled = await callMany(callTool, calls, parallel);
  return settled.map((one, index) => ({ ...one, server: servers[index] ?? "" }));
}
