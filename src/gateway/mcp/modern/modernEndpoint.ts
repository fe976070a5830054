import { toolNamed } from "../../../core/catalog/catalog";
import type { Disposable } from "../../../core/kernel/disposable";
import { firstModernRevision } from "../../../protocol/era";
import { isObject } from "../../../protocol/isObject";
import type { Exchange } from "../../http/exchange";
import { sendEmpty } from "../../http/respond";
import { clientCan } from "../clientCan";
import { toRpcError } from "../errors";
import { legacyVersions, type Place } from "../legacy/legacyEndpoint";
import { progressToken, unknownMethod } from "../legacy/legacyRequest";
import { listOf } from "../lists";
import { type LogRoutes, logLevelOf } from "../logRoutes";
import { type McpParts, serverInfo } from "../mcpParts";
import { capabilities, instructions } from "../offer";
import { Reply } from "../reply";
import { type Asking, serverRequest, targetOf } from "../requests";
import {
  errorMessage,
  type Json,
  jsonOf,
  notificationMessage,
  RpcError,
  type RpcRequest,
  readMessage,
  resultMessage,
  rpcCodes,
} from "../rpc";
import { whenKnown, whenStarted } from "../view/starting";
import type { ViewChanges } from "../view/viewChanges";
import { checkHeaders, checkParamHeaders } from "./headers";
import { HeldRequests } from "./heldRequests";
import { listen } from "./listen";

const prefix = "io.modelcontextprotocol/";

/** What a request of this era says about itself, in its `_meta`. */
export interface Envelope {
  readonly version: unknown;
  readonly capabilities: unknown;
  readonly logLevel: unknown;
}

/** The envelope of a request without a handshake; `undefined` where the body has none. */
export function envelopeOf(body: unknown): Envelope | undefined {
  const params = isObject(body) ? body.params : undefined;
  const meta = isObject(params) ? params._meta : undefined;
  if (!isObject(meta) || meta[`${prefix}protocolVersion`] === undefined) return undefined;
  return {
    version: meta[`${prefix}protocolVersion`],
    capabilities: meta[`${prefix}clientCapabilities`],
    logLevel: meta[`${prefix}logLevel`],
  };
}

/** Clients of the revisions without a handshake: every POST stands alone. */
export class ModernEndpoint implements Disposable {
  private readonly held: HeldRequests;
  private readonly streams = new Set<() => void>();

  constructor(
    private readonly parts: McpParts,
    private readonly routes: LogRoutes,
    private readonly changes: ViewChanges,
  ) {
    this.held = new HeldRequests(parts.clock);
  }

  async post(exchange: Exchange, place: Place, body: unknown, envelope: Envelope): Promise<void> {
    const one = readMessage(body);
    if (one.kind !== "request") return sendEmpty(exchange, 202); // a cancel is the end of its stream, and nothing else is told
    const reply = new Reply(exchange, this.parts.clock);
    try {
      checkVersion(envelope);
      checkHeaders(exchange.request.headers, one, String(envelope.version));
      if (one.method === "subscriptions/listen") return this.listen(exchange, place, one);
      reply.finish(resultMessage(one.id, await this.answer(exchange, place, one, envelope, reply)));
    } catch (error) {
      const failure = toRpcError(error, "modern");
      reply.finish(errorMessage(one.id, failure), failure.status);
    }
  }

  dispose(): void {
    this.held.dispose();
    for (const end of this.streams) end();
  }

  private listen(exchange: Exchange, { view }: Place, request: RpcRequest): void {
    const end = listen(this.parts, this.changes, view, request, exchange);
    this.streams.add(end);
    exchange.signal.addEventListener("abort", () => this.streams.delete(end));
  }

  private async answer(
    exchange: Exchange,
    { client, view: shared }: Place,
    request: RpcRequest,
    envelope: Envelope,
    reply: Reply,
  ): Promise<string> {
    const { method, params } = request;
    const can = clientCan(envelope.capabilities);
    const isAsked = Object.values(can).includes(true);
    const view = isAsked ? shared.for({ client: client.name, key: client.id, can, ask: noRequest }) : shared;
    const list = listOf(method);
    if (list) {
      await whenStarted(this.parts, view, exchange.signal);
      return `{"resultType":"complete","ttlMs":0,"cacheScope":"private","${list}":${view.list(list)}}`;
    }
    if (method === "server/discover") return jsonOf(this.discovered(view));
    await whenKnown(this.parts, view, request, exchange.signal);
    if (method === "tools/call") this.checkParams(exchange, view, params);
    const level = logLevelOf(envelope.logLevel);
    const token = progressToken(params);
    const asking: Omit<Asking, "signal"> = {
      caller: { door: "gateway", client: { id: client.id, name: client.name }, scopes: view.scopes },
      ...(token !== undefined && {
        onProgress: (progress) =>
          reply.notify(notificationMessage("notifications/progress", { progressToken: token, ...progress })),
      }),
    };
    const start = (more: Pick<Asking, "signal" | "answers">): Promise<Json> => {
      const started = serverRequest(this.parts.requests, view, request, { ...asking, ...more });
      if (!started) throw unknownMethod(method, 404);
      return started;
    };
    const route = level && this.routes.add({ level, at: targetOf(view, request), send: (text) => reply.notify(text) });
    try {
      const result =
        isAsked || params.requestState !== undefined
          ? await this.held.run({
              client,
              can,
              request,
              signal: exchange.signal,
              start: async (answers, signal) => start({ answers, signal }),
            })
          : await start({ signal: exchange.signal });
      return jsonOf(completed(method, result));
    } finally {
      route?.dispose();
    }
  }

  private discovered(view: Place["view"]): Json {
    return {
      resultType: "complete",
      ttlMs: 0,
      cacheScope: "private",
      supportedVersions: [firstModernRevision, ...legacyVersions],
      capabilities,
      instructions: instructions(this.parts, view),
      _meta: { [`${prefix}serverInfo`]: serverInfo(this.parts) },
    };
  }

  private checkParams({ request }: Exchange, view: Place["view"], params: Json): void {
    if (typeof params.name !== "string") return; // refused below, with the reason
    const { server, name } = view.tool(params.name);
    const tool = toolNamed(this.parts.hub.catalog(server, view.answers), name);
    // A client on stdio has no headers: what its relay sends repeats the body as far as it can.
    if (tool && request.headers["mcp-hub-relay"] === undefined)
      checkParamHeaders(request.headers, tool.inputSchema, isObject(params.arguments) ? params.arguments : {});
  }
}

function checkVersion({ version, capabilities }: Envelope): void {
  if (version !== firstModernRevision)
    throw new RpcError(
      rpcCodes.unsupportedVersion,
      `The revision ${String(version).slice(0, 40)} is not supported without a handshake.`,
      { supported: [firstModernRevision, ...legacyVersions], requested: version },
      400,
    );
  if (!isObject(capabilities))
    throw new RpcError(rpcCodes.invalidParams, `_meta has no ${prefix}clientCapabilities.`, undefined, 400);
}

/** A question comes with a request, which has its own way to the client. */
const noRequest = () => Promise.reject(new RpcError(rpcCodes.internal, "There is no request to ask about."));

/** What a result of this era must say, where its server did not. */
function completed(method: string, result: Json): Json {
  if (result.resultType === "input_required") return result;
  const cached = method === "resources/read" && result.ttlMs === undefined ? { ttlMs: 0, cacheScope: "private" } : {};
  return result.resultType === undefined || "ttlMs" in cached
    ? { resultType: "complete", ...cached, ...result }
    : result;
}
