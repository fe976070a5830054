import type { HubEvent, ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { presentationOf, presented, takenAliases } from "../calls/presented/presentation";
import type { Catalog, HubTool, Tool } from "../catalog/catalog";
import { modelName } from "../catalog/modelName";
import type { ServerDefinition } from "../config/schema/serverDefinition";
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
      const shown = presented(tool, presentationOf(definition, catalog, tool));
      const name = modelName(definition.id, shown.name);
      const named = { modelName: name, server: definition.id, tool, ...(shown !== tool && { shown }) };
      if (!byName.has(name)) byName.set(name, named);
    }
  return [...byName.values()];
}

/** Says of each alias that is not used because the server offers a tool of that name. */
export function warnOfAliases(publish: (event: HubEvent) => void, definition: ServerDefinition, catalog: Catalog) {
  const server = definition.id;
  for (const { tool, alias } of takenAliases(definition, catalog)) {
    const text = message(
      "hub.aliasTaken",
      '"{server}" also offers a tool named "{alias}", so "{tool}" keeps its own name. Choose another alias for it in the settings.',
      { server, alias, tool: safeLine(tool, 80) },
    );
    publish({ type: "server.log", server, level: "warning", from: "hub", text });
  }
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
