import { message } from "../../../protocol/message";
import type { Exchange } from "../../http/exchange";
import { toRpcError } from "../errors";
import { listOf } from "../lists";
import { type LogRoutes, logLevelOf } from "../logRoutes";
import type { McpParts } from "../mcpParts";
import type { Answering } from "../reply";
import { type Asking, serverRequest, targetOf } from "../requests";
import { errorMessage, jsonOf, notificationMessage, RpcError, type RpcRequest, resultMessage, rpcCodes } from "../rpc";
import { whenKnown, whenStarted } from "../view/starting";
import type { Session } from "./session";

/** How long a request whose client lost the connection goes on, in milliseconds: a disconnect is no cancel in these revisions. */
const graceMs = { resumable: 30_000, other: 5000 } as const;

/** What a request of a session needs of the endpoint. */
export interface LegacyParts {
  readonly parts: McpParts;
  readonly routes: LogRoutes;
  readonly session: Session;
}

/** Answers one request of a session. Every failure becomes the answer. */
export async function answerLegacy(
  { parts, routes, session }: LegacyParts,
  reply: Answering,
  request: RpcRequest,
  exchange: Exchange,
): Promise<void> {
  const { id } = request;
  const abort = new AbortController();
  session.running.set(id, { abort });
  const stopFollowing = followClient(parts, reply, exchange, abort);
  try {
    const result = await answerTo({ parts, routes, session }, reply, request, abort.signal);
    reply.finish(resultMessage(id, result));
  } catch (error) {
    const failure = toRpcError(error);
    reply.finish(errorMessage(id, failure), failure.status);
  } finally {
    stopFollowing();
    session.running.delete(id);
  }
}

async function answerTo(
  { parts, routes, session }: LegacyParts,
  reply: Answering,
  { method, params }: RpcRequest,
  signal: AbortSignal,
): Promise<string> {
  const { view } = session;
  const list = listOf(method);
  if (list) {
    await whenStarted(parts, view, signal);
    const text = view.list(list);
    session.lists.set(list, text);
    return `{"${list}":${text}}`;
  }
  switch (method) {
    case "ping":
      return "{}";
    case "logging/setLevel": {
      const level = logLevelOf(params.level);
      if (!level) throw new RpcError(rpcCodes.invalidParams, "The params are wrong: level must be a log level.");
      session.setLogLevel(level);
      return "{}";
    }
    case "resources/subscribe":
    case "resources/unsubscribe": {
      const { uri } = params;
      if (typeof uri !== "string")
        throw new RpcError(rpcCodes.invalidParams, "The params are wrong: uri must be a text.");
      if (method === "resources/subscribe") session.subscribe(uri);
      else session.unsubscribe(uri);
      return "{}";
    }
    default: {
      await whenKnown(parts, view, { method, params }, signal);
      const token = progressToken(params);
      const { client, facts } = session;
      const answers = session.answersFor(reply);
      const asking: Asking = {
        caller: { door: "gateway", client: { id: client.id, name: client.name }, scopes: view.scopes },
        conversation: facts.id,
        signal,
        ...(Object.values(answers.can).includes(true) && { answers }),
        ...(token !== undefined && {
          onProgress: (progress) =>
            reply.notify(notificationMessage("notifications/progress", { progressToken: token, ...progress })),
        }),
      };
      const route = session.level
        ? routes.add({
            level: session.level,
            at: targetOf(view, { method, params }),
            send: (text) => reply.notify(text),
          })
        : undefined;
      try {
        const result = serverRequest(parts.requests, view, { method, params }, asking);
        if (!result) throw unknownMethod(method);
        return jsonOf(await result);
      } finally {
        route?.dispose();
      }
    }
  }
}

/** The token that progress is reported with; the client's own, which means nothing to anyone else. */
export function progressToken({ _meta }: RpcRequest["params"]): string | number | undefined {
  const token = (_meta as { readonly progressToken?: unknown } | undefined)?.progressToken;
  return typeof token === "string" || typeof token === "number" ? token : undefined;
}

export const unknownMethod = (method: string, status = 200) =>
  new RpcError(
    rpcCodes.methodNotFound,
    message("gateway.unknownMethod", "The gateway does not know the method {method}.", { method: method.slice(0, 80) }),
    undefined,
    status,
  );

/** Ends a request whose client has been away for longer than it may be. */
function followClient(
  { clock }: McpParts,
  reply: Answering & { readonly canResume?: boolean; readonly isConnected?: boolean },
  exchange: Exchange,
  abort: AbortController,
): () => void {
  let timer: { dispose(): void } | undefined;
  const away = () => {
    if (reply.isConnected) timer = clock.after(graceMs.other, away, true);
    else timer = clock.after(reply.canResume ? graceMs.resumable : graceMs.other, () => gone(), true);
  };
  const gone = () => (reply.isConnected ? away() : abort.abort());
  exchange.signal.addEventListener("abort", away);
  if (exchange.signal.aborted) away();
  return () => {
    timer?.dispose();
    exchange.signal.removeEventListener("abort", away);
  };
}
