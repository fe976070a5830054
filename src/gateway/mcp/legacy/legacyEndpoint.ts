import type { Disposable } from "../../../core/kernel/disposable";
import { safeLine } from "../../../core/kernel/redact";
import { isObject } from "../../../protocol/isObject";
import type { Exchange } from "../../http/exchange";
import { sendEmpty, sendJson, sendText } from "../../http/respond";
import { SseWriter } from "../../http/sseWriter";
import { clientCan } from "../clientCan";
import type { LogRoutes } from "../logRoutes";
import { type McpParts, serverInfo } from "../mcpParts";
import { capabilities, instructions } from "../offer";
import type { Place } from "../place";
import { Reply } from "../reply";
import {
  type Json,
  jsonOf,
  RpcError,
  type RpcMessage,
  type RpcRequest,
  readMessage,
  resultMessage,
  rpcCodes,
} from "../rpc";
import { legacyVersions } from "../versions";
import type { KeptSession } from "./keptSessions";
import { answerLegacy, type LegacyParts } from "./legacyRequest";
import { checkRevision, noSession } from "./refusals";
import { Session } from "./session";
import { Sessions } from "./sessions";
import { readEventId } from "./streamLog";

/** The only revision in which a body may hold several messages, how many, and how many of them run at once. */
const batches = { version: "2025-03-26", limit: 100, atOnce: 16 } as const;

/** What the numbers of streams stay below at their start: event ids hold at most nine digits of them. */
const highestStart = 900_000_000;

/** Clients of the revisions with a handshake: sessions, and the streams that belong to them. */
export class LegacyEndpoint implements Disposable {
  readonly sessions: Sessions;

  constructor(
    private readonly parts: McpParts,
    private readonly routes: LogRoutes,
  ) {
    this.sessions = new Sessions(parts);
  }

  /** A POST with one message, or with several where the revision of the session has that. Throws an `RpcError` where it is neither. */
  async post(exchange: Exchange, place: Place, body: unknown): Promise<void> {
    const messages = Array.isArray(body) ? body.slice(0, batches.limit + 1).map(readMessage) : [readMessage(body)];
    const [only] = messages;
    const isBatch = Array.isArray(body);
    if (!isBatch && only?.kind === "request" && only.method === "initialize")
      return this.initialize(exchange, place, only);
    checkRevision(exchange);
    // A script that sends single requests needs no session: nothing is remembered of it.
    const session = this.sessionOf(exchange, place) ?? this.newSession(exchange, place, undefined, {});
    session.usedAt = this.parts.clock.now();
    try {
      if (only && !isBatch) return await this.one(exchange, session, only);
      if (!only || session.facts.protocolVersion !== batches.version || messages.length > batches.limit)
        throw new RpcError(rpcCodes.invalidRequest, "A body holds one message, not a list of them.", undefined, 400);
      await this.batch(exchange, session, messages);
    } finally {
      if (session.facts.id === undefined) session.dispose();
    }
  }

  /** A GET opens a stream for what no request causes, or goes on with one that broke off. */
  get(exchange: Exchange, place: Place): void {
    const { headers } = exchange.request;
    if (!headers.accept?.includes("text/event-stream")) {
      const error =
        "This is an MCP endpoint: send messages with POST, or open a stream with Accept: text/event-stream.";
      sendJson(exchange, 405, { error }, { allow: "POST, GET, DELETE" });
      return;
    }
    checkRevision(exchange);
    const session = this.sessionOf(exchange, place);
    if (!session) throw noSession();
    const last = headers["last-event-id"];
    const event = typeof last === "string" ? readEventId(last) : undefined;
    if (event && session.resumable.resume(exchange, event)) return;
    session.listen(new SseWriter(exchange, this.parts.clock));
  }

  delete(exchange: Exchange, place: Place): void {
    checkRevision(exchange);
    const session = this.sessionOf(exchange, place);
    if (!session) throw noSession();
    this.sessions.end(session);
    sendEmpty(exchange, 204);
  }

  dispose(): void {
    this.sessions.dispose();
  }

  private initialize(exchange: Exchange, place: Place, { id, params }: RpcRequest): void {
    const session = this.sessions.add(place.client, (own) => this.newSession(exchange, place, own, params));
    const result = {
      protocolVersion: session.facts.protocolVersion,
      capabilities,
      serverInfo: serverInfo(this.parts),
      instructions: instructions(this.parts, place.view),
    };
    sendText(exchange, 200, resultMessage(id, jsonOf(result)), { "mcp-session-id": session.facts.id });
  }

  private async one(exchange: Exchange, session: Session, one: RpcMessage): Promise<void> {
    if (one.kind !== "request") {
      session.heard(one);
      return sendEmpty(exchange, 202);
    }
    const beginLog = (reply: Reply) => session.resumable.begin(reply);
    const reply = new Reply(exchange, this.parts.clock, session.facts.id === undefined ? undefined : beginLog);
    await answerLegacy(this.with(session), reply, one, exchange);
  }

  /** Several messages in one body: their answers come together (revision 2025-03-26). */
  private async batch(exchange: Exchange, session: Session, messages: readonly RpcMessage[]): Promise<void> {
    const answers: string[] = [];
    const requests = messages.filter((one) => one.kind === "request");
    for (const one of messages) if (one.kind !== "request") session.heard(one);
    if (requests.length === 0) return sendEmpty(exchange, 202);
    const refused = requests.length > 1 ? this.parts.charge?.(session.client, requests.length - 1) : undefined;
    if (refused) throw new RpcError(rpcCodes.invalidRequest, refused.message, undefined, refused.status);
    exchange.response.setMaxListeners(0); // each of them listens for the end of the connection
    const collect = { canStream: false, notify: () => {}, finish: (text: string) => void answers.push(text) };
    const rest = requests.values();
    const work = async () => {
      for (const one of rest) await answerLegacy(this.with(session), collect, one, exchange);
    };
    const atOnce = Math.max(1, Math.min(batches.atOnce, session.client.limits.concurrent));
    await Promise.all(Array.from({ length: atOnce }, work));
    sendText(exchange, 200, `[${answers.join(",")}]`);
  }

  private with(session: Session): LegacyParts {
    return { parts: this.parts, routes: this.routes, session, changed: () => this.sessions.changed() };
  }

  /** The session that a request names; `undefined` where it names none. Throws an `RpcError` for one that is not there. */
  private sessionOf({ request, path }: Exchange, place: Place): Session | undefined {
    const { client } = place;
    const id = request.headers["mcp-session-id"];
    if (typeof id !== "string") return undefined;
    const session =
      this.sessions.use(id, client, path) ??
      this.sessions.goOn(id, client, path, (kept) => this.again(id, place, kept));
    if (!session) throw noSession(404);
    return session;
  }

  /** The session of before the start: an event id or a question of then is not one of now. */
  private again(id: string, { client, view }: Place, kept: KeptSession): Session {
    const { path, protocolVersion, clientInfo, can } = kept;
    const facts = { id, client: client.id, path, protocolVersion, clientInfo, can };
    const after = Math.floor(this.parts.clock.now() / 1000) % highestStart;
    const session = new Session(facts, client, view, this.parts, this.routes, after);
    session.goOn(kept);
    return session;
  }

  private newSession(exchange: Exchange, { client, view }: Place, id: string | undefined, params: Json): Session {
    const info = isObject(params.clientInfo) ? params.clientInfo : {};
    const facts = {
      id,
      client: client.id,
      path: exchange.path,
      protocolVersion: legacyVersions.find((version) => version === params.protocolVersion) ?? legacyVersions[0],
      clientInfo: {
        name: safeLine(String(info.name ?? client.name), 80),
        version: safeLine(String(info.version ?? ""), 40),
      },
      can: clientCan(params.capabilities),
    };
    return new Session(facts, client, view, this.parts, this.routes);
  }
}
