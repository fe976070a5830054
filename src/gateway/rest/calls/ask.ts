import type { newCall } from "../../../core/calls/toolCall";
import type { Caller } from "../../../protocol/caller";
import { message } from "../../../protocol/message";
import type { GatewayClient } from "../../access/gatewayClient";
import type { Exchange } from "../../http/exchange";
import type { Answer } from "../answers/answer";
import { type About, type FieldProblem, invalid } from "../answers/failure";
import type { RestParts } from "../restParts";
import { toolRefusal } from "../servers/visible";
import type { ChatRequest } from "./requestSchemas";

/** One call that a client asks for, past every check that can be made before it. */
export interface Ask {
  readonly about: About;
  readonly client: GatewayClient;
  readonly call: Omit<Parameters<typeof newCall>[0], "signal" | "onProgress">;
  /** The largest text of the result, in bytes of UTF-8; missing: any. */
  readonly maxBytes?: number;
}

/** What goes to a server beside the arguments is named after the program (specification, `_meta`: names with a prefix). */
export const contextKey = "mcp-client-hub/conversation";
export const languageKey = "mcp-client-hub/language";

/** Makes a call of a request that is valid. `at`: where the request stands in its body, such as `requests[2].`. */
export function askOf(
  parts: RestParts,
  exchange: Exchange,
  client: GatewayClient,
  body: ChatRequest,
  at = "",
): Ask | Answer {
  const { tool_name: tool, tool_input: args, user_preferences: preferences } = body;
  const { server, isMissing } = serverIn(exchange, body.server_id);
  const about: About = { server: server ?? null, tool, request: body.request_id ?? exchange.requestId };
  if (server === undefined) return invalidServer(about, isMissing, `${at}server_id`);
  const refused = toolRefusal(parts, client, about);
  if (refused) return refused;
  const maxBytes = preferences?.max_result_bytes;
  return {
    about,
    client,
    call: { server, tool, args, caller: callerOf(client), ...factsOf(parts, exchange, client, server, body) },
    ...(maxBytes !== undefined && { maxBytes }),
  };
}

/** What the body of a request says of its call beside the tool and the arguments. */
type Said = Pick<ChatRequest, "conversation_context"> & {
  readonly user_preferences?: Pick<NonNullable<ChatRequest["user_preferences"]>, "language" | "timeout_ms"> | undefined;
};

/** What a call says beside its tool and its arguments: the request, its thread, its limit, and the context. */
export function factsOf(parts: RestParts, { requestId }: Exchange, { id }: GatewayClient, server: string, said: Said) {
  const { conversation_context: context, user_preferences: preferences } = said;
  const thread = context?.thread_id;
  const limitMs = preferences?.timeout_ms;
  const meta = context || preferences?.language !== undefined ? metaOf(parts, server, said) : undefined;
  return {
    request: requestId,
    ...(thread !== undefined && { thread, conversation: `${id}/${thread}` }),
    ...(limitMs !== undefined && { limitMs }),
    ...(meta && { meta }),
  };
}

/** The server that a request names in its body, in a header, or in both; none where these are two different ones. */
export function serverIn(
  exchange: Exchange,
  named: string | undefined,
): { readonly server: string | undefined; readonly isMissing: boolean } {
  const target = targetOf(exchange);
  const server = named ?? target;
  const isOne = target === undefined || target === server;
  return { server: isOne ? server : undefined, isMissing: server === undefined };
}

/** The server that the header names. */
export function targetOf({ request }: Exchange): string | undefined {
  const value = request.headers["x-mcp-target-server"];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function invalidServer(about: About, isMissing: boolean, path: string): Answer {
  const text = isMissing
    ? message(
        "rest.serverMissing",
        '"{path}" is missing. Name the server there, or in the header X-MCP-Target-Server.',
        { path },
      )
    : message(
        "rest.twoServers",
        '"{path}" and the header X-MCP-Target-Server name two different servers. Name one of them.',
        { path },
      );
  const fields: readonly FieldProblem[] = [{ path, message: text }];
  return invalid(text, about, fields);
}

const callers = new WeakMap<GatewayClient, Caller>();

/** A client as the caller of its requests; made once. */
export function callerOf(client: GatewayClient): Caller {
  let caller = callers.get(client);
  if (!caller) {
    const { id, name, scopes } = client;
    caller = { door: "gateway", client: { id, name }, scopes };
    callers.set(client, caller);
  }
  return caller;
}

/** What the server gets of the conversation, where its entry in the settings allows that. */
function metaOf({ hub, stream }: RestParts, server: string, said: Said): Ask["call"]["meta"] {
  if (!stream.view.servers.some(({ id }) => id === server)) return undefined;
  const { entry } = hub.definition(server);
  if (entry.kind !== "valid" || entry.config.context !== true) return undefined;
  const { conversation_context: context, user_preferences: preferences } = said;
  return {
    ...(context && { [contextKey]: context }),
    ...(preferences?.language !== undefined && { [languageKey]: preferences.language }),
  };
}
