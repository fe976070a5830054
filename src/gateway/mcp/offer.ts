import { message } from "../../protocol/message";
import type { McpParts } from "./mcpParts";
import type { View } from "./view/view";

/**
 * What the gateway declares: everything, since what its servers have is known only when they are ready, and nobody waits for that. A
 * server without prompts has an empty list of them.
 */
export const capabilities = {
  tools: { listChanged: true },
  resources: { listChanged: true, subscribe: true },
  prompts: { listChanged: true },
  logging: {},
  completions: {},
} as const;

/** What a model is told about the tools here, and in which workspace they work. */
export function instructions({ stream, workspace }: McpParts, view: View): string {
  const { only, servers } = view;
  const folder = workspace?.();
  const where =
    folder === undefined ? "" : ` ${message("gateway.workspace", "They work in the workspace {folder}.", { folder })}`;
  if (only === undefined)
    return `${message("gateway.instructions", "The tools of these MCP servers, each named server__tool: {servers}.", {
      servers: servers.join(", ") || message("gateway.noServers", "none yet"),
    })}${where}`;
  const state = stream.view.servers.find(({ id }) => id === only)?.state;
  const own = state?.kind === "ready" ? state.info.instructions : undefined;
  return [own, where.trim()].filter(Boolean).join("\n");
}
