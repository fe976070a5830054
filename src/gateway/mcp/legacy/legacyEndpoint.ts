import type { Disposable } from "../../../core/kernel/disposable";
import { safeLine } from "../../../core/kernel/redact";
import { isObject } from "../../../protocol/isObject";
import { message } from "../../../protocol/message";
import type { GatewayClient } from "../../access/gatewayClient";
import type { Exchange } from "../../http/exchange";
import { sendEmpty, sendJson, sendText } from "../../http/respond";
import { SseWriter } from "../../http/sseWriter";
import { clientCan } from "../clientCan";
import type { LogRoutes } from "../logRoutes";
import { type McpParts, serverInfo } from "../mcpParts";
import { capabilities, instructions } from "../offer";
import { type Answering, Reply } from "../reply";
import {
  errorMessage,
  jsonOf,
  RpcError,
  type RpcMessage,
  type RpcRequest,
  readMessage,
  resultMessage,
  rpcCodes,
} from "../rpc";
import type { View } from "../view/view";
import { answerLegacy } from "./legacyRequest";
import { Session, type SessionFacts } from "./session";
import { Sessions } from "./sessions";
import { readEventId } from "./streamLog";

/** The revisions with a handshake, the newest first. */
export const legacyVersions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"] as const;

/** The only revision in which a body may hold several messages, and how many. */
const batches = { version: "2025-03-26", limit: 100 } as const;

/** Where a client is: which of the addresses it uses, and what it sees there. */
export interface Place {
  readonly client: GatewayClient;
  readonly view: View;
}

/** Clients of the revisions with a handshake: sessions, and the streams that belong to them. */
export class LegacyEndpoint implements Disposable {
  readonly sessions: Sessions;

  constructor(
    private readonly parts: McpParts,
    private readonly routes: LogRoutes,
  ) {
    this.sessions = new Sessions(parts.clock);
  }

  /** A POST with one message, or with several where the revision of the session has that. */
  async post(exchange: Exchange, place: Place, body: unknown): Promise<void> {
    const messages = Array.isArray(body) ? body.map(readMessage) : undefined;
    const only = messages ? undefined : readMessage(body);
    if (only?.kind === "request" && only.method === "initialize") return this.initialize(exchange, place, only);
    const session = this.sessionOf(exchange, place);
    if (!session) return;
    session.usedAt = this.parts.clock.now();
    if (only) return this.one(exchange, session, only);
    const isBatch = session.facts.protocolVersion === batches.version && (messages?.length ?? 0) <= batches.limit;
    if (!messages || messages.length === 0 || !isBatch)
      throw new RpcError(rpcCodes.invalidRequest, "A body holds one message, not a list of them.", undefined, 400);
    await this.batch(exchange, session, messages);
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
    const session = this.sessionOf(exchange, place);
    if (!session) return;
    const last = headers["last-event-id"];
    const event = typeof last === "string" ? readEventId(last) : undefined;
    if (event && session.resume(exchange, event)) return;
    session.listen(new SseWriter(exchange, this.parts.clock, sessionHeader(session)));
  }

  delete(exchange: Exchange, place: Place): void {
    const session = this.sessionOf(exchange, place);
    if (!session) return;
    this.sessions.end(session);
    sendEmpty(exchange, 204);
  }

  dispose(): void {
    this.sessions.dispose();
  }

  private initialize(exchange: Exchange, place: Place, { id, params }: RpcRequest): void {
    const session = this.sessions.add(place.client, (session) => this.newSession(exchange, place, session, params));
    const result = {
      protocolVersion: session.facts.protocolVersion,
      capabilities,
      serverInfo: serverInfo(this.parts),
      instructions: instructions(this.parts, place.view),
    };
    sendText(exchange, 200, resultMessage(id, jsonOf(result)), sessionHeader(session));
  }

  private async one(exchange: Exchange, session: Session, one: RpcMessage): Promise<void> {
    if (one.kind !== "request") {
      session.heard(one);
      return sendEmpty(exchange, 202);
    }
    const log = session.newLog();
    const reply = new Reply(exchange, this.parts.clock, {}, log);
    if (log) session.keep(log, reply);
    await this.answer(session, reply, one, exchange);
  }

  /** Several messages in one body: their answers come together (revision 2025-03-26). */
  private async batch(exchange: Exchange, session: Session, messages: readonly RpcMessage[]): Promise<void> {
    const answers: string[] = [];
    const requests = messages.filter((one) => one.kind === "request");
    for (const one of messages) if (one.kind !== "request") session.heard(one);
    if (requests.length === 0) return sendEmpty(exchange, 202);
    const collect = { canStream: false, notify: () => {}, finish: (text: string) => void answers.push(text) };
    await Promise.all(requests.map((one) => this.answer(session, collect, one, exchange)));
    sendText(exchange, 200, `[${answers.join(",")}]`);
  }

  private async answer(session: Session, reply: Answering, request: RpcRequest, exchange: Exchange): Promise<void> {
    await answerLegacy({ parts: this.parts, routes: this.routes, session }, reply, request, exchange);
    if (session.facts.id === "") session.dispose(); // it was for this request
  }

  /** The session that a request names. Answers itself where there is none. */
  private sessionOf(exchange: Exchange, { client, view }: Place): Session | undefined {
    const id = exchange.request.headers["mcp-session-id"];
    const version = exchange.request.headers["mcp-protocol-version"];
    if (typeof version === "string" && !legacyVersions.some((known) => known === version)) {
      sendText(
        exchange,
        400,
        errorMessage(
          null,
          new RpcError(
            rpcCodes.invalidRequest,
            `MCP-Protocol-Version ${safeLine(version, 40)} is not supported here. Supported: ${legacyVersions.join(", ")}.`,
          ),
        ),
      );
      return undefined;
    }
    // A script that sends single requests needs no session: nothing is remembered of it.
    if (typeof id !== "string") return this.newSession(exchange, { client, view }, "", {});
    const session = this.sessions.use(id, client, exchange.path);
    if (!session)
      sendText(
        exchange,
        404,
        errorMessage(
          null,
          new RpcError(
            rpcCodes.invalidRequest,
            message("gateway.noSession", "This session has ended. Send initialize to begin a new one."),
          ),
        ),
      );
    return session;
  }

  private newSession(exchange: Exchange, { client, view }: Place, id: string, params: RpcRequest["params"]): Session {
    const info = isObject(params.clientInfo) ? params.clientInfo : {};
    const facts: SessionFacts = {
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

const sessionHeader = ({ facts }: Session) => (facts.id === "" ? {} : { "mcp-session-id": facts.id });
