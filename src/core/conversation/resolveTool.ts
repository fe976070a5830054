import { startsWhenUsed } from "../../protocol/connectionState";
import type { ServerView } from "../../protocol/hubView";
import { message } from "../../protocol/message";
import type { HubTool } from "../catalog/catalog";
import { hasModelName, serverInName } from "../catalog/modelName";
import { type ToolSearch, words } from "../catalog/toolSearch";
import { typos } from "../config/reading/unknownKey";
import { unavailable } from "../connection/state";
import { orAborted } from "../kernel/abortSignals";
import { HubError } from "../kernel/hubError";
import type { ChatPorts } from "./chatPorts";

/**
 * Finds the tool for a name that a model or a person wrote: its model name, `server/tool`, or its own name or alias if
 * only one server has it. Waits for a server that is connecting and starts one that starts on use. Rejects with `unknown-tool` and
 * similar names, or with the reason why the server is unavailable.
 */
export async function resolveTool(
  deps: ChatPorts,
  search: ToolSearch,
  name: string,
  signal: AbortSignal,
): Promise<HubTool> {
  const server = serverOf(deps.stream.view.servers, name);
  const found = match(deps.hub.tools(), name, server);
  if (found) return found;

  if (server && (isConnecting(server) || startsWhenUsed(server.state))) {
    const what = message("chat.waitingFor", 'Waiting for "{server}"', { server: server.id });
    await orAborted(deps.hub.connect(server.id), signal, what);
    const afterConnect = match(deps.hub.tools(), name, server);
    if (afterConnect) return afterConnect;
  } else if (server && server.state.kind !== "ready") {
    throw unavailable(server.id, server.state);
  }
  throw await unknownTool(search, name);
}

const isConnecting = ({ state }: ServerView): boolean => state.kind === "starting" || state.kind === "waiting";

/**
 * The tool that a name stands for. A name that begins with the name of a server means that server, whether it is there or not: a tool of
 * another server that is named so must not take its place.
 */
function match(tools: readonly HubTool[], name: string, meant: ServerView | undefined): HubTool | undefined {
  const exact = tools.find(({ modelName }) => modelName === name) ?? tools.find((one) => hasModelName(one, name));
  if (exact) return exact;
  const named = tools.filter(({ server, tool, shown = tool }) =>
    [tool, shown].some((one) => name === `${server}/${one.name}`),
  );
  const [whole] = named;
  if (whole) return named.length === 1 ? whole : undefined;
  const [only, ...others] = tools.filter(({ tool, shown = tool }) => tool.name === name || shown.name === name);
  return others.length === 0 && (!meant || only?.server === meant.id) ? only : undefined;
}

/** The longest matching server name wins, because one name may be a prefix of another. */
const serverOf = (servers: readonly ServerView[], name: string): ServerView | undefined =>
  servers
    .filter(({ id }) => prefixes(id).some((prefix) => name.startsWith(prefix)))
    .toSorted((a, b) => b.id.length - a.id.length)[0];

/** The server's part of a model name (`core/catalog/modelName.ts`), whole or as a shortened name keeps it. */
const prefixes = (id: string): readonly string[] => [`${id}__`, `${serverInName(id)}__`, `${id}/`];

/** How many tools of a search are looked at, and how many are suggested. */
const searched = 20;
const suggested = 3;

/** Only names that could be meant: a search would also find every tool that shares a common word. */
async function unknownTool(search: ToolSearch, name: string): Promise<HubError> {
  const near = similarTools(await search.find(name, searched), name)
    .slice(0, suggested)
    .map(({ modelName }) => modelName);
  const tool = name.slice(0, 100);
  return new HubError(
    "unknown-tool",
    near.length > 0
      ? message("chat.similarTools", 'No connected server has a tool named "{tool}". Did you mean {names}?', {
          tool,
          names: eitherOf(near),
        })
      : message(
          "chat.unknownTool",
          'No connected server has a tool named "{tool}". Search with mcpHub_findTools or @mcp /tools.',
          { tool },
        ),
  );
}

/** `a`, `a or b`, `a, b, or c`. */
const eitherOf = (names: readonly string[]): string =>
  names.length < 3 ? names.join(" or ") : `${names.slice(0, -1).join(", ")}, or ${names.at(-1)}`;

/** The part of a name's letters that may be wrong. */
const wrongPart = 0.3;

/** Of some tools, in their order, those that an unknown name may mean: a few letters differ, or all of its words are in theirs. */
function similarTools(tools: readonly HubTool[], name: string): readonly HubTool[] {
  const asked = name.slice(0, 200).toLowerCase();
  const own = asked.split(/__|\//).at(-1) || asked;
  const ownWords = words(own);
  return tools.filter(({ modelName, server, tool }) => {
    const known = tool.name.toLowerCase();
    if (isNear(own, known)) return true;
    if ([modelName, `${server}/${known}`].some((whole) => isNear(asked, whole.toLowerCase()))) return true;
    const knownWords = words(tool.name);
    return ownWords.length > 1 && ownWords.every((word) => knownWords.some((other) => isNear(word, other)));
  });
}

function isNear(one: string, other: string): boolean {
  const most = Math.floor(Math.max(one.length, other.length) * wrongPart);
  return typos(one, other, most) <= most;
}
