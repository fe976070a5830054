import { abortError } from "../../../core/kernel/hubError";
import type { Exchange } from "../../http/exchange";
import { callerAt, progressTo } from "../asking";
import { reportDefect, toRpcError, wrongParams } from "../errors";
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
  /** Called when something of the session has changed that outlives the program. */
  readonly changed: () => void;
}

/** A request that has not been answered. */
interface Running extends Pick<Exchange, "requestId"> {
  /** Aborts when nobody waits for the answer any longer. */
  readonly signal: AbortSignal;
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
    const { requestId } = exchange;
    reply.finish(resultMessage(id, await answerTo(legacy, reply, request, { signal: abort.signal, requestId })));
  } catch (error) {
    reportDefect(legacy.parts.report, exchange, error);
    const failure = toRpcError(error);
    reply.finish(errorMessage(id, failure), failure.status);
  } finally {
    following.dispose();
    if (running.get(id) === abort) running.delete(id); // a client may use an id again
  }
}

/** The result as JSON. */
async function answerTo(legacy: LegacyParts, reply: Answering, request: RpcRequest, running: Running): Promise<string> {
  const { parts, session } = legacy;
  const { method } = request;
  const { signal } = running;
  const list = listOf(method);
  if (list) {
    await askedMeanwhile(session, reply, () => whenStarted(parts, session.view, signal));
    const isNew = !session.lists.knows(list);
    const text = `{"${list}":${session.lists.give(list)}}`;
    if (isNew) legacy.changed();
    return text;
  }
  if (method === "ping") return "{}";
  if (!changesSession.has(method)) return noted(legacy, () => atServer(legacy, reply, request, running));
  await changeSession(legacy, request, signal);
  legacy.changed();
  return "{}";
}

/** Whose results the session has read may be more after a request: its conversation outlives the program with that. */
async function noted<T>({ parts, session, changed }: LegacyParts, work: () => Promise<T>): Promise<T> {
  const { id } = session.facts;
  const count = () => (id === undefined ? 0 : (parts.keptSessions?.read.of(id).length ?? 0));
  const before = count();
  try {
    return await work();
  } finally {
    if (count() !== before) changed();
  }
}

/** A connection for the client may begin while it waits for a list: what its server asks at once goes to the client, too. */
async function askedMeanwhile(session: Session, reply: Answering, work: () => Promise<void>): Promise<void> {
  if (!session.isAsked || !reply.canStream) return work();
  session.awaited.add(reply);
  try {
    await work();
  } finally {
    session.awaited.delete(reply);
  }
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
  { signal, requestId }: Running,
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
      request: requestId,
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
