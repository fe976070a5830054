import { type Client, type Tool as SdkTool, specTypeSchemas } from "@modelcontextprotocol/client";
import type { Catalog, ListName } from "../../core/catalog/catalog";
import { inSlices } from "../../core/kernel/timeSlices";
import { noLimitMs, noTemplates, toPrompt, toResource, toTool } from "../normalize/sdkShapes";
import { has, type Offer, taskMode } from "../revisions/features";
import { maxPages } from "./listBounds";

/** All pages of one list of the catalog. */
export async function listPart(
  client: Client,
  list: ListName,
  offer: Offer,
  signal: AbortSignal,
): Promise<Partial<Catalog>> {
  // The SDK uses its own cache of tools only where calls carry headers, from revision 2026-07-28 on.
  const cacheMode = client.getProtocolEra() === "modern" ? "refresh" : "bypass";
  const options = { signal, timeout: noLimitMs, cacheMode } as const;
  switch (list) {
    case "tools": {
      const tools = has(offer, "tools")
        ? (await client.listTools(undefined, options)).tools
        : await undeclaredTools(client, signal);
      const tasks = taskMode(offer);
      return { tools: await inParts(tools, (tool) => toTool(tool, tasks)) };
    }
    case "prompts":
      return { prompts: await inParts((await client.listPrompts(undefined, options)).prompts, toPrompt) };
    case "resources":
      return { resources: (await client.listResources(undefined, options)).resources.map(toResource) };
    case "resourceTemplates": {
      const { resourceTemplates } = await client.listResourceTemplates(undefined, options).catch(noTemplates);
      return { resourceTemplates: resourceTemplates.map(toResource) };
    }
  }
}

/** What becomes of each entry, in time slices: each of thousands has a digest. */
async function inParts<T, R>(entries: readonly T[], convert: (entry: T) => R): Promise<R[]> {
  const converted: R[] = [];
  for await (const entry of inSlices(entries)) converted.push(convert(entry));
  return converted;
}

/**
 * The tools of a server that declares none: some declare nothing and have them all the same. The SDK's client would answer for such a
 * server by itself, without having asked.
 */
async function undeclaredTools(client: Client, signal: AbortSignal): Promise<readonly SdkTool[]> {
  const tools: SdkTool[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const request = { method: "tools/list", params: cursor === undefined ? {} : { cursor } };
    const result = await client.request(request, specTypeSchemas.ListToolsResult, { signal, timeout: noLimitMs });
    tools.push(...result.tools);
    cursor = result.nextCursor;
    if (cursor === undefined) break;
  }
  return tools;
}
