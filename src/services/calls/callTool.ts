import type { Requests } from "../../core/calls/requests";
import type { ServiceCall } from "../../core/calls/services/serviceDoor";
import { newCall } from "../../core/calls/toolCall";
import type { ToolResult } from "../../core/messages/toolResult";

/** Calls a tool of the server for a method, on the one path of every call. */
export async function callTool(
  requests: Pick<Requests, "callTool">,
  { server, caller, signal, facts }: ServiceCall,
  tool: string,
  args: Readonly<Record<string, unknown>>,
): Promise<ToolResult> {
  return requests.callTool(newCall({ ...facts?.(), server, tool, args, caller, signal }));
}
