import { startsWhenUsed } from "../../protocol/connectionState";
import type { ServerView } from "../../protocol/hubView";
import type { HubTool } from "../catalog/catalog";
import type { ToolSearch } from "../catalog/toolSearch";
import { unavailable } from "../connection/state";
import { orAborted } from "../kernel/abortSignals";
import { HubError } from "../kernel/hubError";
import type { ChatPorts } from "./chatPorts";

/**
 * The tool behind a name that a model or a person wrote: its model name, `server/tool`, or its own name where only one
 * server has it. Waits for a server that is connecting, and starts one that starts when it is used. Rejects with `unknown-tool` (and near names) or with the
 * reason why the server is not there.
 */
export async function resolveTool(
  deps: ChatPorts,
  search: ToolSearch,
  name: string,
  signal: AbortSignal,
): Promise<HubTool> {
  const found = match(deps.hub.tools(), name);
  if (found) return found;

  const server = serverOf(deps.stream.view.servers, name);
  if (server && (isOnItsWay(server) || startsWhenUsed(server.state))) {
    await orAborted(deps.hub.connect(server.id), signal, `Waiting for "${server.id}"`);
    const late = match(deps.hub.tools(), name);
    if (late) return late;
  } else if (server && server.state.kind !== "ready") {
    throw unavailable(server.id, server.state);
  }
  throw await unknownTool(search, name);
}

const isOnItsWay = ({ state }: ServerView): boolean => state.kind === "starting" || state.kind === "waiting";

function match(tools: readonly HubTool[], name: string): HubTool | undefined {
  const exact = tools.find(({ modelName, server, tool }) => name === modelName || name === `${server}/${tool.name}`);
  if (exact) return exact;
  const [only, ...others] = tools.filter(({ tool }) => tool.name === name);
  return others.length === 0 ? only : undefined;
}

/** The longest server name wins, since one may be the beginning of another. */
const serverOf = (servers: readonly ServerView[], name: string): ServerView | undefined =>
  servers
    .filter(({ id }) => beginnings(id).some((beginning) => name.startsWith(beginning)))
    .toSorted((a, b) => b.id.length - a.id.length)[0];

/** The server's part of a model name (`core/catalog/modelName.ts`): the name itself, or what a shortened name keeps of it. */
const beginnings = (id: string): readonly string[] => [
  `${id}__`,
  `${id.slice(0, 24).replace(/[^A-Za-z0-9_-]+/g, "_")}__`,
  `${id}/`,
];

async function unknownTool(search: ToolSearch, name: string): Promise<HubError> {
  const near = (await search.find(name, 3)).map(({ modelName }) => modelName);
  const next = near.length > 0 ? `Did you mean ${near.join(" or ")}?` : "Search with mcpHub_findTools or @mcp /tools.";
  return new HubError("unknown-tool", `No connected server has a tool named "${name.slice(0, 100)}". ${next}`);
}
