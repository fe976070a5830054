import { mayUseServer, mayUseTool } from "../../../core/access/scope";
import { ownName, presentationOf, presented } from "../../../core/calls/presented/presentation";
import { type Tool, toolNamed } from "../../../core/catalog/catalog";
import { safeLine } from "../../../core/kernel/redact";
import type { ServerView } from "../../../protocol/hubView";
import { message } from "../../../protocol/message";
import type { GatewayClient } from "../../access/gatewayClient";
import type { Answer } from "../answers/answer";
import { type About, failure } from "../answers/failure";
import type { RestParts } from "../restParts";

/** How many names a refusal lists. */
const namesListed = 20;

type Visibility = Pick<RestParts, "hub" | "stream" | "isRead" | "isWithheld">;

/** The servers that a client may see, in the order of the settings. */
export const visibleServers = (
  { stream }: Pick<RestParts, "stream">,
  { scopes }: GatewayClient,
): readonly ServerView[] => stream.view.servers.filter(({ id }) => mayUseServer(scopes, id));

/** The tools of a server that a client may see. */
export const visibleTools = (parts: Visibility, client: GatewayClient, server: string): readonly Tool[] =>
  parts.hub.catalog(server).tools.filter(seesTool(parts, client, server));

/** Whether a client may see a tool of a server. */
export const seesTool =
  (parts: Visibility, { scopes }: GatewayClient, server: string) =>
  (tool: Tool): boolean =>
    mayUseTool(scopes, server, tool.name, () => parts.isRead(server, tool)) && !parts.isWithheld?.(server, tool);

/** The server, if it is there and a client may see it; otherwise the answer that says why not. */
export function visibleServer(parts: Visibility, client: GatewayClient, about: About): ServerView | Answer {
  const { server } = about;
  const known = parts.stream.view.servers.find(({ id }) => id === server);
  if (server !== null && !mayUseServer(client.scopes, server)) return serverForbidden(about);
  return known ?? unknownServer(parts, client, about);
}

/** Why a client may not call a tool; `undefined` where it may, as far as is known before the call. */
export function toolRefusal(
  { hub, stream, isRead }: Visibility,
  { scopes }: GatewayClient,
  about: About,
): Answer | undefined {
  const { server } = about;
  if (scopes.length === 0 || server === null || about.tool === null) return undefined;
  if (!mayUseServer(scopes, server)) return serverForbidden(about);
  const tool = ownToolName({ hub, stream }, server, about.tool);
  // Of a server that is not ready nothing is known; the path of the call checks again once it is.
  const reads = () => {
    const offered = hub.toolNow(server, tool);
    return offered === undefined || isRead(server, offered);
  };
  if (mayUseTool(scopes, server, tool, reads)) return undefined;
  return failure(
    "AUTHORIZATION_ERROR",
    403,
    message(
      "rest.toolForbidden",
      'This client may not use "{tool}" on "{id}". Use a tool that GET /servers/{path}/tools lists, or ask for a token with a wider scope.',
      { tool: safeLine(about.tool, 80), id: safeLine(server, 80), path: encodeURIComponent(safeLine(server, 80)) },
    ),
    about,
    { undone: true },
  );
}

/** There is no such server, as far as this client is told: the servers that it may see are named. */
export function unknownServer(parts: Pick<RestParts, "stream">, client: GatewayClient, about: About): Answer {
  const servers = visibleServers(parts, client).map(({ id }) => id);
  const id = safeLine(about.server ?? "", 80);
  const text =
    servers.length > 0
      ? message("rest.unknownServer", 'There is no server "{id}". This client may use: {servers}.', {
          id,
          servers: listed(servers),
        })
      : message("rest.noServer", 'There is no server "{id}", and none that this client may use.', { id });
  return failure("ROUTING_ERROR", 404, text, about, { details: { servers }, undone: true });
}

/** The server has no such tool, as far as this client is told: the tools that it may see are named. */
export function unknownTool(parts: Visibility, client: GatewayClient, about: About): Answer {
  const server = about.server ?? "";
  const tools = visibleTools(parts, client, server).map((tool) => safeLine(shownTool(parts, server, tool).name, 80));
  const values = { tool: safeLine(about.tool ?? "", 80), id: server };
  const text =
    tools.length > 0
      ? message("rest.unknownTool", '"{id}" has no tool "{tool}". This client may use: {tools}.', {
          ...values,
          tools: listed(tools),
        })
      : message("rest.noTool", '"{id}" has no tool "{tool}", and none that this client may use.', values);
  return failure("TOOL_NOT_SUPPORTED", 404, text, about, { details: { tools: tools.slice(0, 200) }, undone: true });
}

/** The schema that the arguments of a call were compared with; `undefined` where the server is not ready. */
export const schemaOf = (parts: Pick<RestParts, "hub" | "stream">, server: string, tool: string) =>
  toolNamed(parts.hub.catalog(server), ownToolName(parts, server, tool))?.inputSchema;

/** A tool as clients see it. */
export const shownTool = ({ hub }: Pick<RestParts, "hub">, server: string, tool: Tool): Tool =>
  presented(tool, presentationOf(hub.definition(server), hub.catalog(server), tool));

/** The server's own name of the tool that a client names. */
const ownToolName = ({ hub, stream }: Pick<RestParts, "hub" | "stream">, server: string, tool: string): string =>
  stream.view.servers.some(({ id }) => id === server)
    ? ownName(hub.definition(server), hub.catalog(server), tool)
    : tool;

const serverForbidden = (about: About): Answer =>
  failure(
    "AUTHORIZATION_ERROR",
    403,
    message(
      "rest.serverForbidden",
      'This client may not use the server "{id}". Use one that GET /servers lists, or ask for a token with a wider scope.',
      { id: safeLine(about.server ?? "", 80) },
    ),
    about,
    { undone: true },
  );

export const listed = (names: readonly string[]): string => {
  const shown = names.slice(0, namesListed).join(", ");
  const more = names.length - namesListed;
  return more > 0 ? message("rest.andMore", "{names} and {more} more", { names: shown, more }) : shown;
};
