import { abortError } from "../../../core/kernel/hubError";
import type { Exchange } from "../../http/exchange";
import { callerAt, progressTo } from "../asking";
import { toRpcError, wrongParams } from "../errors";
import { listOf } from "../lists";
import { type LogRoutes, logLevelOf } from "../logRoutes";
import type { McpParts } from "../mcpParts";
import type { Answering } from "../reply";
import { serverRequest, targetOf } from "../requests";
import { errorMessage, jsonOf, type RpcRequest, resultMessage } from "../rpc";
import { whenKnown, whenStarted } from "../view/starting";
import { type Followed, whileWanted } from "./grace";
import { noSession } from "./refusals";
import type { Session } from "./session";

/** What a request of a session needs of the endpoint. */
export interface LegacyParts {
  readonly parts: McpParts;
  readonly routes: LogRoutes;
  readonly session: Session;
}

/** Answers one request of a session. Every failure becomes the answer. */
export async function answerLegacy(
  legacy: LegacyParts,
  reply: Answering & Followed,
  request: RpcRequest,
  exchange: Exchange,
): Promise<void> {
  const { id } = request;
  const { running } = legacy.session;
  const abort = new AbortController();
  running.set(id, abort);
  const following = whileWanted(legacy.parts.clock, reply, exchange.response, () => abort.abort());
  try {
    reply.finish(resultMessage(id, await answerTo(legacy, reply, request, abort.signal)));
  } catch (error) {
    const failure = toRpcError(error);
    reply.finish(errorMessage(id, failure), failure.status);
  } finally {
    following.dispose();
    if (running.get(id) === abort) running.delete(id); // a client may use an id again
  }
}

/** The result as JSON. */
async function answerTo(
  legacy: LegacyParts,
  reply: Answering,
  request: RpcRequest,
  signal: AbortSignal,
): Promise<string> {
  const { parts, session } = legacy;
  const { method } = request;
  const list = listOf(method);
  if (list) {
    await whenStarted(parts, session.view, signal);
    return `{"${list}":${session.lists.give(list)}}`;
  }
  if (method === "ping") return "{}";
  if (!changesSession.has(method)) return atServer(legacy, reply, request, signal);
  await changeSession(legacy, request, signal);
  return "{}";
}

const changesSession = new Set(["logging/setLevel", "resources/subscribe", "resources/unsubscribe"]);

async function changeSession({ parts, session }: LegacyParts, request: RpcRequest, signal: AbortSignal): Promise<void> {
  const { method, params } = request;
  if (session.facts.id === undefined) throw noSession();
  if (method === "logging/setLevel") {
    const level = logLevelOf(params.level);
    if (!level) throw wrongParams("level must be a log level");
    return session.setLogLevel(level);
  }
  const { uri } = params;
  if (typeof uri !== "string") throw wrongParams("uri must be a text");
  if (method === "resources/unsubscribe") return session.resources.remove(uri);
  await whenKnown(parts, session.view, request, signal);
  session.resources.add(uri);
}

/** A request that reaches a server. */
async function atServer(
  { parts, routes, session }: LegacyParts,
  reply: Answering,
  request: RpcRequest,
  signal: AbortSignal,
): Promise<string> {
  const { view, client, facts, level } = session;
  await whenKnown(parts, view, request, signal);
  const asked = session.isAsked && reply.canStream ? new AbortController() : undefined;
  const onProgress = progressTo(reply, request.params);
  const send = (text: string) => reply.notify(text);
  const route = level && routes.add({ level, at: targetOf(view, request), client: session.key, send });
  try {
    const result = serverRequest(parts.requests, view, request, "legacy", {
      caller: callerAt({ client, view }),
      signal,
      ...(facts.id !== undefined && { conversation: facts.id }),
      ...(asked && { answers: session.answersFor(reply, asked.signal) }),
      ...(onProgress && { onProgress }),
    });
    return jsonOf(await result);
  } finally {
    asked?.abort(abortError(asked.signal, request.method));
    route?.dispose();
  }
}
