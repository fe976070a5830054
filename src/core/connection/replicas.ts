import { message } from "../../protocol/message";
import type { Catalog, Tool } from "../catalog/catalog";
import { isStdio } from "../config/schema/serverConfig";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import { sortedJson } from "../kernel/canonicalJson";

/**
 * A definition for each connection that an entry asks for, grouped by replica: first the primary (the entry itself), then its `replicas`
 * in order. Each group has as many connections as `connections` says.
 */
export function replicaDefinitions(definition: ServerDefinition): readonly (readonly ServerDefinition[])[] {
  const { entry } = definition;
  if (entry.kind === "invalid") return [[definition]];
  const { config } = entry;
  const { connectTimeoutSeconds, start, idleShutdownSeconds, healthCheckSeconds, restricted } = config;
  const shared = { connectTimeoutSeconds, start, idleShutdownSeconds, healthCheckSeconds };
  // A program beside a sandboxed one is sandboxed as well, unless it says otherwise itself.
  const sandbox = isStdio(config) && config.sandbox !== undefined ? { sandbox: config.sandbox } : {};
  const replicas = (config.replicas ?? []).map(
    (replica): ServerDefinition => ({
      ...definition,
      entry: {
        kind: "valid",
        config: { ...shared, ...("command" in replica && sandbox), ...replica, ...(restricted && { restricted }) },
      },
      whole: config,
    }),
  );
  return [definition, ...replicas].map((replica) => Array.from({ length: config.connections ?? 1 }, () => replica));
}

/** How log lines name one of several connections. Replica 0 is the primary. */
export const connectionName = (replica: number, number: number): string =>
  replica === 0
    ? message("connection.primaryName", "primary, connection {number}", { number })
    : message("connection.replicaName", "replica {replica}, connection {number}", { replica, number });

const schemaTexts = new WeakMap<Tool, string>();
const commonCatalogs = new WeakMap<Catalog, { readonly primary: Catalog; readonly catalog: Catalog }>();

/** Whether a catalog has a tool of the same name that takes the same arguments, so that a call may be sent there. */
export function offers({ tools }: Catalog, wanted: Tool): boolean {
  const tool = tools.find(({ name }) => name === wanted.name);
  return tool !== undefined && sameSchema(tool, wanted);
}

/** What a person agreed to for one endpoint does not hold for another that describes the tool otherwise. */
function sameSchema(one: Tool, other: Tool): boolean {
  if (one === other) return true;
  if (one.digest !== undefined && other.digest !== undefined) return one.digest === other.digest;
  return schemaText(one) === schemaText(other);
}

/**
 * A replica's catalog without the tools that the primary does not have, or has with another schema. The same two catalogs give the same
 * value.
 */
export function commonCatalog(catalog: Catalog, primary: Catalog): Catalog {
  const known = commonCatalogs.get(catalog);
  if (known?.primary === primary) return known.catalog;
  const byName = new Map(primary.tools.map((tool) => [tool.name, tool]));
  const tools = catalog.tools.filter((tool) => {
    const original = byName.get(tool.name);
    return original !== undefined && sameSchema(original, tool);
  });
  const common = { ...catalog, tools };
  commonCatalogs.set(catalog, { primary, catalog: common });
  return common;
}

function schemaText(tool: Tool): string {
  const known = schemaTexts.get(tool);
  if (known !== undefined) return known;
  const text = sortedJson(tool.inputSchema);
  schemaTexts.set(tool, text);
  return text;
}
