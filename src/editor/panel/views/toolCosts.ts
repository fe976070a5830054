import type { Catalog } from "../../../core/catalog/catalog";
import type { ServerDefinition } from "../../../core/config/schema/serverDefinition";
import { definitionTokens } from "../../../core/conversation/modelTool";
import { mergedTools } from "../../../core/hub/mergedTools";
import { safeLine } from "../../../core/kernel/redact";
import { inSlices } from "../../../core/kernel/timeSlices";
import type { ToolCosts } from "../../../protocol/panel/serverCard";

/** The most tools with a line of their own. */
export const toolsShown = 500;

/** What models pay for the tools of one server, each as models see it. */
export async function toolCosts(definition: ServerDefinition, catalog: Catalog): Promise<ToolCosts> {
  const costs: { readonly name: string; readonly tokens: number }[] = [];
  for await (const tool of inSlices(mergedTools([{ definition, catalog }])))
    costs.push({ name: safeLine(tool.tool.name), tokens: definitionTokens(tool) });
  costs.sort((a, b) => b.tokens - a.tokens);
  return {
    total: costs.reduce((sum, { tokens }) => sum + tokens, 0),
    tools: costs.slice(0, toolsShown),
    more: Math.max(0, costs.length - toolsShown),
  };
}
