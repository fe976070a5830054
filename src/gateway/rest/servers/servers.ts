import type { Tool } from "../../../core/catalog/catalog";
import { isTrying, unavailable } from "../../../core/connection/state";
import { asHubError, HubError } from "../../../core/kernel/hubError";
import { inWords, withinTime } from "../../../core/kernel/timeLimit";
import { startsWhenUsed } from "../../../protocol/connectionState";
import type { ServerView } from "../../../protocol/hubView";
import { message } from "../../../protocol/message";
import type { GatewayClient } from "../../access/gatewayClient";
import type { Exchange } from "../../http/exchange";
import { type Answer, isAnswer, okAnswer } from "../answers/answer";
import { type About, hubFailure } from "../answers/failure";
import type { RestParts } from "../restParts";
import { inlinedSchema } from "./inlinedSchema";
import { detailShape, stateShape, summaryShape } from "./serverShape";
import { shownTool, visibleServer, visibleServers, visibleTools } from "./visible";

/** How long the list of tools waits for a server that is on its way, in milliseconds: clients give lists little time. */
const listWaitMs = 10_000;

/** What a request about a server is about. */
const aboutServer = (server: string, { requestId }: Exchange): About => ({ server, tool: null, request: requestId });

/** `GET /servers`. */
export const listServers = (parts: RestParts, client: GatewayClient): Answer =>
  okAnswer({
    servers: visibleServers(parts, client).map((server) =>
      summaryShape(server, visibleTools(parts, client, server.id).length),
    ),
  });

/** `GET /servers/{id}`. */
export function showServer(parts: RestParts, exchange: Exchange, client: GatewayClient, id: string): Answer {
  const server = visibleServer(parts, client, aboutServer(id, exchange));
  return isAnswer(server) ? server : okAnswer(detailOf(parts, client, server));
}

/** A server by itself, as this client sees it. */
export const detailOf = (parts: RestParts, client: GatewayClient, server: ServerView) =>
  detailShape(server, visibleTools(parts, client, server.id).length, client);

/**
 * `GET /servers/{id}/tools`. A server that is on its way, or starts when it is used, is waited for. One that offers nothing because it does
 * not run is a failure: an empty list would say that it has no tools.
 */
export async function listTools(
  parts: RestParts,
  exchange: Exchange,
  client: GatewayClient,
  id: string,
): Promise<Answer> {
  const about = aboutServer(id, exchange);
  const found = visibleServer(parts, client, about);
  if (isAnswer(found)) return found;
  const isComing = isTrying(found.state) || startsWhenUsed(found.state);
  const problem = isComing ? await whenReady(parts, exchange, id) : undefined;
  const server = visibleServer(parts, client, about);
  if (isAnswer(server)) return server;
  const isKnown = server.state.kind === "ready" || server.stale === true;
  if (!isKnown) return hubFailure(problem ?? unavailable(id, server.state), about);
  return okAnswer({
    server_id: id,
    ...stateShape(server.state),
    ...(server.stale && { stale: true }),
    missing: server.missing ?? [],
    tools: visibleTools(parts, client, id).map((tool) => toolShape(shownTool(parts, id, tool), tool)),
  });
}

/** A tool as clients see it, with the schemas of its input and output written out, and what its server says of it where that differs. */
const toolShape = ({ name, title, description, inputSchema, outputSchema, hints }: Tool, original: Tool) => ({
  name,
  ...(original.name !== name && { original_name: original.name }),
  ...(original.description !== description && { original_description: original.description ?? "" }),
  ...(title !== undefined && { title }),
  ...(description !== undefined && { description }),
  input_schema: inlinedSchema(inputSchema),
  ...(outputSchema && { output_schema: inlinedSchema(outputSchema) }),
  hints: {
    ...(hints.readOnly !== undefined && { read_only: hints.readOnly }),
    ...(hints.destructive !== undefined && { destructive: hints.destructive }),
    ...(hints.idempotent !== undefined && { idempotent: hints.idempotent }),
    ...(hints.openWorld !== undefined && { open_world: hints.openWorld }),
  },
});

/** Why a server does not become ready within the time of a list; `undefined` where it is. */
async function whenReady({ hub, clock }: RestParts, { signal }: Exchange, id: string): Promise<HubError | undefined> {
  const limit = {
    clock,
    signal,
    idleMs: listWaitMs,
    what: id,
    onTimeout: (ms: number) =>
      new HubError(
        "not-connected",
        message("rest.stillStarting", '"{id}" is still starting after {time}. Ask again in a moment.', {
          id,
          time: inWords(ms),
        }),
        { sent: "no", retryAfterMs: 2000 },
      ),
  };
  try {
    await withinTime(limit, () => hub.connect(id));
    return undefined;
  } catch (error) {
    return asHubError(error);
  }
}
