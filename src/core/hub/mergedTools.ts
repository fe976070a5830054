import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { HubTool, Tool } from "../catalog/catalog";
import { modelName } from "../catalog/modelName";
import type { ServerConnections } from "../connection/serverConnections";
import { HubError } from "../kernel/hubError";
import { safeLine } from "../kernel/redact";

/** All tools under their model names. If two names ever are the same, the first keeps it and the other is left out. */
export function mergedTools(
  connections: Iterable<Pick<ServerConnections, "definition" | "catalog">>,
): readonly HubTool[] {
  const byName = new Map<string, HubTool>();
  for (const { definition, catalog } of connections)
    for (const tool of catalog.tools) {
      const name = modelName(definition.id, tool.name);
      if (!byName.has(name)) byName.set(name, { modelName: name, server: definition.id, tool });
    }
  return [...byName.values()];
}

/** The error for a tool that a server does not offer, with what it offers instead. */
export function unknownTool(server: ServerId, tool: string, offered: readonly Tool[]): HubError {
  const names = offered.slice(0, 10).map(({ name }) => safeLine(name, 64));
  const values = { server, tool: safeLine(tool, 80), names: names.join(", "), more: offered.length - names.length };
  if (names.length === 0)
    return new HubError(
      "unknown-tool",
      message("hub.noTools", '"{server}" has no tool "{tool}". It offers no tools.', values),
    );
  return new HubError(
    "unknown-tool",
    values.more > 0
      ? message("hub.unknownToolOfMany", '"{server}" has no tool "{tool}". It offers {names} and {more} more.', values)
      : message("hub.unknownTool", '"{server}" has no tool "{tool}". It offers {names}.', values),
  );
}
