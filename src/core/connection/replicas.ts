import type { Catalog, Tool } from "../catalog/catalog";
import type { ServerDefinition } from "../config/schema/serverDefinition";
import { sortedJson } from "../kernel/canonicalJson";

/**
 * The lines that an entry asks for, as definitions of one line each: by place (the entry itself, then its `replicas` in order), and at
 * each place as many as `connections` says.
 */
export function connectionsOf(definition: ServerDefinition): readonly (readonly ServerDefinition[])[] {
  const { entry } = definition;
  if (entry.kind === "invalid") return [[definition]];
  const { config } = entry;
  const { connectTimeoutSeconds, start, idleShutdownSeconds, healthCheckSeconds } = config;
  const shared = { connectTimeoutSeconds, start, idleShutdownSeconds, healthCheckSeconds };
  const replicas = (config.replicas ?? []).map(
    (replica): ServerDefinition => ({ ...definition, entry: { kind: "valid", config: { ...shared, ...replica } } }),
  );
  return [definition, ...replicas].map((place) => Array.from({ length: config.connections ?? 1 }, () => place));
}

const texts = new WeakMap<Tool, string>();
const shared = new WeakMap<Catalog, { readonly with: Catalog; readonly catalog: Catalog }>();

/** Whether two tools take the same arguments, so that a call of one may be sent to the other. */
export const sameSchema = (one: Tool, other: Tool): boolean => one === other || textOf(one) === textOf(other);

/** A replica's catalog without the tools that the reference does not have, or has with another schema. The same value for the same two. */
export function inCommon(catalog: Catalog, reference: Catalog): Catalog {
  const known = shared.get(catalog);
  if (known?.with === reference) return known.catalog;
  const byName = new Map(reference.tools.map((tool) => [tool.name, tool]));
  const tools = catalog.tools.filter((tool) => {
    const original = byName.get(tool.name);
    return original !== undefined && sameSchema(original, tool);
  });
  const common = { ...catalog, tools };
  shared.set(catalog, { with: reference, catalog: common });
  return common;
}

function textOf(tool: Tool): string {
  const known = texts.get(tool);
  if (known !== undefined) return known;
  const text = sortedJson(tool.inputSchema);
  texts.set(tool, text);
  return text;
}
