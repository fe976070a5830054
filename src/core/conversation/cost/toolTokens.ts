import { asShown, type HubTool, type Tool } from "../../catalog/catalog";
import { inSlices } from "../../kernel/timeSlices";
import { definitionTokens } from "../modelTool";

/** What a model pays for a tool. The estimate is made once for each definition: what a server offers is replaced as a whole. */
export function toolTokens(of: HubTool): number {
  const shown = asShown(of);
  const known = estimates.get(shown) ?? definitionTokens(of);
  estimates.set(shown, known);
  return known;
}

const estimates = new WeakMap<Tool, number>();

/** What a model pays for all of these tools; made in time slices, because there may be thousands. */
export async function allToolTokens(tools: readonly HubTool[]): Promise<number> {
  let tokens = 0;
  for await (const tool of inSlices(tools)) tokens += toolTokens(tool);
  return tokens;
}
