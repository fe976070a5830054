import type { HubTool } from "../catalog/catalog";
import { hasModelName } from "../catalog/modelName";
import type { ToolSearch } from "../catalog/toolSearch";
import type { ChatPorts } from "./chatPorts";
import { definitionSize, type ModelTool } from "./modelTool";
import type { OfferedTools } from "./toolLoop";

/** The most tools that a model gets directly: more would confuse it, and VS Code's own limit for one request is 128. */
const directLimit = 100;

/** The most relevant tools that a model gets in addition to the search. */
const relevantLimit = 30;

export interface OfferParts {
  readonly search: ToolSearch;
  /** The tools that find, describe and call any other tool. */
  readonly searching: readonly ModelTool[];
  /** The tools that are always included. */
  readonly always: readonly ModelTool[];
  readonly direct: (tool: HubTool) => ModelTool;
  /** The most characters of all tool definitions together. */
  readonly sizeLimit: number;
}

export interface SizedOffer extends OfferedTools {
  /** Whether the model gets a search instead of every tool. */
  readonly searched: boolean;
}

/** Whether models do not get a tool, because it is not what the person agreed to. */
export const isWithheld = ({ pins }: Pick<ChatPorts, "pins">, { server, tool }: HubTool): boolean =>
  pins.withholds(server, { kind: "tool", name: tool.name }, tool.digest);

/** The tools that a model may get, in the order of the settings. */
export const offeredTools = (ports: Pick<ChatPorts, "hub" | "pins">): readonly HubTool[] =>
  ports.hub.tools().filter((tool) => !isWithheld(ports, tool));

/** Offers all tools if they are few and fit, otherwise a search and the tools that match the prompt. Every tool can be called by name. */
export async function offerTools(all: readonly HubTool[], prompt: string, parts: OfferParts): Promise<SizedOffer> {
  const { search, searching, always, direct, sizeLimit } = parts;
  const every = all.length <= directLimit ? all.map(direct) : [];
  const searched = all.length > directLimit || sizeOf(every) > sizeLimit;
  const isOffered = ({ modelName: name }: HubTool) => all.some(({ modelName }) => modelName === name);
  const found = searched ? (await search.find(prompt, relevantLimit)).filter(isOffered) : [];
  const relevant = searched ? within(found.map(direct), sizeLimit) : every;
  const tools = [...(searched ? searching : []), ...always, ...relevant];
  const find = (name: string) => {
    const offered = tools.find((tool) => tool.name === name);
    if (offered) return offered;
    const other = all.find((one) => hasModelName(one, name));
    return other && direct(other);
  };
  return { tools, searched, find };
}

function within(tools: readonly ModelTool[], limit: number): readonly ModelTool[] {
  let left = limit;
  return tools.filter((tool) => {
    left -= definitionSize(tool);
    return left >= 0;
  });
}

const sizeOf = (tools: readonly ModelTool[]): number => tools.map(definitionSize).reduce((sum, one) => sum + one, 0);
