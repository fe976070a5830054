import type { HubTool } from "../catalog/catalog";
import type { ToolSearch } from "../catalog/toolSearch";
import type { ModelTool } from "./modelTool";
import type { OfferedTools } from "./toolLoop";

/** More tools than this confuse models, and VS Code's own limit for one request is 128. */
const directLimit = 100;

/** Of many tools, how many of the most relevant are given beside the search. */
const relevantLimit = 30;

export interface OfferParts {
  readonly search: ToolSearch;
  /** The tools that find, describe and call any other. */
  readonly searching: readonly ModelTool[];
  /** Tools that are always given. */
  readonly always: readonly ModelTool[];
  readonly direct: (tool: HubTool) => ModelTool;
  /** Characters that the definitions of all tools may have together. */
  readonly sizeLimit: number;
}

export interface SizedOffer extends OfferedTools {
  /** Whether the model was given a search instead of every tool. */
  readonly searched: boolean;
}

/** All tools where they are few and fit; else a search and the tools that suit the prompt. Every tool can be called by name. */
export async function offerTools(all: readonly HubTool[], prompt: string, parts: OfferParts): Promise<SizedOffer> {
  const { search, searching, always, direct, sizeLimit } = parts;
  const every = all.length <= directLimit ? all.map(direct) : [];
  const searched = all.length > directLimit || sizeOf(every) > sizeLimit;
  const relevant = searched ? within((await search.find(prompt, relevantLimit)).map(direct), sizeLimit) : every;
  const tools = [...(searched ? searching : []), ...always, ...relevant];
  const find = (name: string) => {
    const offered = tools.find((tool) => tool.name === name);
    if (offered) return offered;
    const other = all.find(({ modelName }) => modelName === name);
    return other && direct(other);
  };
  return { tools, searched, find };
}

function within(tools: readonly ModelTool[], limit: number): readonly ModelTool[] {
  let left = limit;
  return tools.filter((tool) => {
    left -= size(tool);
    return left >= 0;
  });
}

const size = ({ name, description, inputSchema }: ModelTool): number =>
  name.length + description.length + JSON.stringify(inputSchema).length;

const sizeOf = (tools: readonly ModelTool[]): number => tools.map(size).reduce((sum, one) => sum + one, 0);
