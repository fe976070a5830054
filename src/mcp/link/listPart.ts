import type { Client } from "@modelcontextprotocol/client";
import type { Catalog, CatalogPart } from "../../core/catalog/catalog";
import { noLimitMs, noTemplates, toPrompt, toResource, toTool } from "../normalize/sdkShapes";
import type { taskMode } from "../revisions/features";

/** All pages of one part of the catalog. `tasks`: how the server supports tasks, where it does. */
export async function listPart(
  client: Client,
  part: CatalogPart,
  tasks: ReturnType<typeof taskMode>,
  signal: AbortSignal,
): Promise<Partial<Catalog>> {
  // The SDK uses its own cache of tools only where calls carry headers, from revision 2026-07-28 on.
  const cacheMode = client.getProtocolEra() === "modern" ? "refresh" : "bypass";
  const options = { signal, timeout: noLimitMs, cacheMode } as const;
  switch (part) {
    case "tools":
      return { tools: (await client.listTools(undefined, options)).tools.map((tool) => toTool(tool, tasks)) };
    case "prompts":
      return { prompts: (await client.listPrompts(undefined, options)).prompts.map(toPrompt) };
    case "resources": {
      const [{ resources }, { resourceTemplates }] = await Promise.all([
        client.listResources(undefined, options),
        client.listResourceTemplates(undefined, options).catch(noTemplates),
      ]);
      return { resources: resources.map(toResource), resourceTemplates: resourceTemplates.map(toResource) };
    }
  }
}
