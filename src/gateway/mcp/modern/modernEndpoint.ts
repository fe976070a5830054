import { toolNamed } from "../../../core/catalog/catalog";
import type { Disposable } from "../../../core/kernel/disposable";
import { firstModernRevision } from "../../../protocol/era";
import { isObject } from "../../../protocol/isObject";
import type { Exchange } from "../../http/exchange";
import { sendEmpty } from "../../http/respond";
import { callerAt, progressTo } from "../asking";
import { clientCan } from "../clientCan";
import { reportDefect, toRpcError } from "../errors";
import { listOf } from "../lists";
import { type LogRoutes, logLevelOf } from "../logRoutes";
import { type McpParts, serverInfo } from "../mcpParts";
import { noRequest } from "../noRequest";
import { capabilities, instructions } from "../offer";
import type { Place } from "../place";
import { Reply } from "../reply";
import { serverRequest, targetOf } from "../requests";
import {
  errorMessage,
  type Json,
  jsonOf,
  RpcError,
  type RpcRequest,
  readMessage,
  resultMessage,
  rpcCodes,
} from "../rpc";
import { supportedVersions } from "../versions";
import { whenKnown, whenStarted } from "../view/starting";
import type { View } from "../view/view";
import type { ViewChanges } from "../view/viewChanges";
import { checkEnvelope, type Envelope, metaPrefix } from "./envelope";
import { checkHeaders, checkParamHeaders } from "./headers";
import { HeldRequests } from "./heldRequests";
import { Listeners } from "./listeners";

/** What every result of this era says that may be kept: nothing may, since it is what one client sees now. */
const notKept = { resultType: "complete", ttlMs: 0, cacheScope: "private" } as const;

const noResponses = () =>
  new RpcError(
    rpcCodes.invalidRequest,
    `Revision ${firstModernRevision} has no responses of clients. Send the request again with inputResponses.`,
    undefined,
    400,
  );

/** Clients of the revisions without a handshake: every POST stands alone. */
export class ModernEndpoint implements Disposable {
  private readonly held: HeldRequests;
  private readonly listeners: Listeners;

  constructor(
    private readonly parts: McpParts,
    private readonly routes: LogRoutes,
    changes: ViewChanges,
  ) {
    this.held = new HeldRequests(parts.clock);
    this.listeners = new Listeners(parts, changes);
  }

  async post(exchange: Exchange, { client, view: shared }: Place, body: unknown, envelope: Envelope): Promise<void> {
    const one = readMessage(body);
    if (one.kind === "response") throw noResponses();
    if (one.kind !== "request") return sendEmpty(exchange, 202); // a cancel is the end of its stream, and nothing else is told
    const reply = new Reply(exchange, this.parts.clock);
    try {
      const { headers } = exchange.request;
      // Nothing but the revision's name says that it is of this era: what it lacks is all of the envelope.
      if (envelope.version === undefined && headers["mcp-method"] === undefined) checkEnvelope(envelope);
      checkHeaders(headers, one, String(envelope.version ?? firstModernRevision));
      checkEnvelope(envelope);
      const can = clientCan(envelope.capabilities);
      const isAsked = Object.values(can).includes(true);
      const view = isAsked ? shared.for({ client: client.name, key: client.id, can, ask: noRequest }) : shared;
      if (one.method === "subscriptions/listen") return await this.listeners.add(exchange, { client, view }, one);
      reply.finish(resultMessage(one.id, await this.answer(exchange, { client, view }, one, envelope, reply)));
    } catch (error) {
      reportDefect(this.parts.report, exchange, error);
      const failure = toRpcError(error, "modern");
      reply.finish(errorMessage(one.id, failure), failure.status);
    } finally {
      reply.dispose();
    }
  }

  /** Ends what one client has open. */
  endOf(client: string): void {
    this.held.endOf(client);
    this.listeners.endOf(client);
  }

  dispose(): void {
    this.held.dispose();
    this.listeners.dispose();
  }

  /** The result as JSON. */
  private async answer(
    exchange: Exchange,
    place: Place,
    request: RpcRequest,
    envelope: Envelope,
    reply: Reply,
  ): Promise<string> {
    const { view } = place;
    const { method, params } = request;
    const list = listOf(method);
    if (list) {
      await whenStarted(this.parts, view, exchange.signal);
      return `${jsonOf(notKept).slice(0, -1)},"${list}":${view.list(list, "modern")}}`;
    }
    if (method === "server/discover") return jsonOf(this.discovered(view));
    await whenKnown(this.parts, view, request, exchange.signal);
    if (method === "tools/call") this.checkParams(exchange, view, params);
    const level = logLevelOf(envelope.logLevel);
    const send = (text: string) => reply.notify(text);
    const route = level && this.routes.add({ level, at: targetOf(view, request), client: place.client.id, send });
    try {
      return jsonOf(await this.atServer(exchange, place, request, clientCan(envelope.capabilities), reply));
    } finally {
      route?.dispose();
    }
  }

  /** A request that reaches a server: its result, or what the server asks first. */
  private async atServer(
    { signal, requestId }: Exchange,
    place: Place,
    request: RpcRequest,
    can: ReturnType<typeof clientCan>,
    reply: Reply,
  ): Promise<Json> {
    const { method, params } = request;
    const { requests } = this.parts;
    const caller = callerAt(place);
    const onProgress = progressTo(reply, params);
    if (!Object.values(can).includes(true) && params.requestState === undefined) {
      const asking = { caller, request: requestId, signal, ...(onProgress && { onProgress }) };
      return completed(method, await serverRequest(requests, place.view, request, "modern", asking));
    }
    const step = await this.held.run({
      client: place.client,
      can,
      request,
      signal,
      ...(onProgress && { onProgress }),
      start: (held) => serverRequest(requests, place.view, request, "modern", { caller, request: requestId, ...held }),
    });
    return step.kind === "asks" ? step.asked : completed(method, step.result);
  }

  private discovered(view: View): Json {
    return {
      ...notKept,
      supportedVersions,
      capabilities,
      instructions: instructions(this.parts, view),
      _meta: { [`${metaPrefix}serverInfo`]: serverInfo(this.parts) },
    };
  }

  private checkParams({ request }: Exchange, view: View, params: Json): void {
    if (typeof params.name !== "string") return; // refused below, with the reason
    const { server, name } = view.tool(params.name);
    const tool = toolNamed(this.parts.hub.catalog(server, view.answers), name);
    // A client on stdio has no headers: what its relay sends repeats the body as far as it can.
    if (tool && request.headers["mcp-hub-relay"] === undefined)
      checkParamHeaders(request.headers, tool.inputSchema, isObject(params.arguments) ? params.arguments : {});
  }
}

/**
 * What a result of this era must say. A server's own word counts for how long it may be kept, and for nothing else: only the hub asks
 * (`input_required`), and what one client sees is for no other.
 */
function completed(method: string, result: Json): Json {
  if (method !== "resources/read") return { ...result, resultType: "complete" };
  const { ttlMs } = result;
  return { ...result, ...notKept, ttlMs: typeof ttlMs === "number" && ttlMs > 0 ? ttlMs : 0 };
}
