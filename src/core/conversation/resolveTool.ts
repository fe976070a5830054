import { startsWhenUsed } from "../../protocol/connectionState";
import type { ServerView } from "../../protocol/hubView";
import { message } from "../../protocol/message";
import type { HubTool } from "../catalog/catalog";
import { serverInName } from "../catalog/modelName";
import type { ToolSearch } from "../catalog/toolSearch";
import { unavailable } from "../connection/state";
import { orAborted } from "../kernel/abortSignals";
import { HubError } from "../kernel/hubError";
import type { ChatPorts } from "./chatPorts";

/**
 * Finds the tool for a name that a model or a person wrote: its model name, `server/tool`, or its own name if only one
 * server has it. Waits for a server that is connecting and starts one that starts on use. Rejects with `unknown-tool` and
 * similar names, or with the reason why the server is unavailable.
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
  if (server && (isConnecting(server) || startsWhenUsed(server.state))) {
    const what = message("chat.waitingFor", 'Waiting for "{server}"', { server: server.id });
    await orAborted(deps.hub.connect(server.id), signal, what);
    const afterConnect = match(deps.hub.tools(), name);
    if (afterConnect) return afterConnect;
  } else if (server && server.state.kind !== "ready") {
    throw unavailable(server.id, server.state);
  }
  throw await unknownTool(search, name);
}

const isConnecting = ({ state }: ServerView): boolean => state.kind === "starting" || state.kind === "waiting";

function match(tools: readonly HubTool[], name: string): HubTool | undefined {
  const exact = tools.find(({ modelName, server, tool }) => name === modelName || name === `${server}/${tool.name}`);
  if (exact) return exact;
  const [only, ...others] = tools.filter(({ tool }) => tool.name === name);
  return others.length === 0 ? only : undefined;
}

/** The longest matching server name wins, because one name may be a prefix of another. */
const serverOf = (servers: readonly ServerView[], name: string): ServerView | undefined =>
  servers
    .filter(({ id }) => prefixes(id).some((prefix) => name.startsWith(prefix)))
    .toSorted((a, b) => b.id.length - a.id.length)[0];

/** The server's part of a model name (`core/catalog/modelName.ts`), whole or as a shortened name keeps it. */
const prefixes = (id: string): readonly string[] => [`${id}__`, `${serverInName(id)}__`, `${id}/`];

async function unknownTool(search: ToolSearch, name: string): Promise<HubError> {
  const near = (await search.find(name, 3)).map(({ modelName }) => modelName);
  const tool = name.slice(0, 100);
  return new HubError(
    "unknown-tool",
    near.length > 0
      ? message("chat.similarTools", 'No connected server has a tool named "{tool}". Did you mean {names}?', {
          tool,
          names: near.join(" or "),
        })
      : message(
          "chat.unknownTool",
          'No connected server has a tool named "{tool}". Search with mcpHub_findTools or @mcp /tools.',
          { tool },
        ),
  );
}
