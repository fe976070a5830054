import type { Catalog, CatalogPart } from "../catalog/catalog";

/** A list that a server has, if any: asking for it shows that the server is there. */
export function knownPart({ tools, prompts, resources, resourceTemplates }: Catalog): CatalogPart | undefined {
  if (tools.length > 0) return "tools";
  if (prompts.length > 0) return "prompts";
  return resources.length + resourceTemplates.length > 0 ? "resources" : undefined;
}
