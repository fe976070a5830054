import type { Catalog } from "../../../core/catalog/catalog";
import type { ServerDefinition } from "../../../core/config/schema/serverDefinition";
import { definitionTokens } from "../../../core/conversation/modelTool";
import { mergedTools } from "../../../core/hub/mergedTools";
import { safeLine } from "../../../core/kernel/redact";
import type { ToolCosts } from "../../../protocol/panel/serverCard";

/** The most tools with a line of their own. */
const toolsShown = 500;

/** What models pay for the tools of one server, each as models see it. */
export function toolCosts(definition: ServerDefinition, catalog: Catalog): ToolCosts {
  const costs = mergedTools([{ definition, catalog }])
    .map((tool) => ({ name: safeLine(tool.tool.name, 200), tokens: definitionTokens(tool) }))
    .sort((a, b) => b.tokens - a.tokens);
  return {
    total: costs.reduce((sum, { tokens }) => sum + tokens, 0),
    tools: costs.slice(0, toolsShown),
    more: Math.max(0, costs.length - toolsShown),
  };
}
