import type { HubTool, Tool } from "../catalog/catalog";
import { modelName } from "../catalog/modelName";
import type { ServerConnections } from "../connection/serverConnections";
import { safeLine } from "../kernel/redact";

/** All tools under their model names. Should two names ever meet, the first keeps it and the other is left out. */
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

/** What a server offers, in a sentence for whoever asked for a tool that it has not. */
export function offersWords(tools: readonly Tool[]): string {
  if (tools.length === 0) return "It offers no tools.";
  const names = tools.slice(0, 10).map(({ name }) => safeLine(name, 64));
  return `It offers ${names.join(", ")}${tools.length > names.length ? ` and ${tools.length - names.length} more` : ""}.`;
}
