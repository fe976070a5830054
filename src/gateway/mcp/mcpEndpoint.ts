import type { Disposable } from "../../core/kernel/disposable";
import { message } from "../../protocol/message";
import type { Scope } from "../../protocol/scope";
import type { GatewayClient } from "../access/gatewayClient";
import type { Exchange } from "../http/exchange";
import { BodyProblem, readBody } from "../http/readBody";
import { sendJson, sendText } from "../http/respond";
import { reportDefect, toRpcError } from "./errors";
import { LegacyEndpoint } from "./legacy/legacyEndpoint";
import { LogRoutes } from "./logRoutes";
import type { McpParts } from "./mcpParts";
import { envelopeOf } from "./modern/envelope";
import { ModernEndpoint } from "./modern/modernEndpoint";
import { NoPlace, Places } from "./places";
import { errorMessage, parseBody, requestId } from "./rpc";
import { ViewChanges } from "./view/viewChanges";
import type { ViewSource } from "./view/viewSource";

export interface McpEndpointParts extends Omit<McpParts, "source"> {
  readonly source: Omit<ViewSource, "version">;
  /** The profiles by name (`mcpHub.profiles`). The same value means the same choice. */
  readonly profiles: () => Readonly<Record<string, Scope>>;
  /** What a client sees where all servers are together, where that is less than it may use: the agent of an editor has little room. */
  readonly narrowed?: (client: GatewayClient) => (() => readonly Scope[]) | undefined;
}

/**
 * The MCP endpoint: `/mcp` with all servers merged, `/mcp/<server>` with one under its own names, `/mcp/p/<profile>` with a named choice.
 * Both eras are spoken at each of them: a body with the envelope of the revision without a handshake is of that, and so is one that says
 * nothing beside a header that names it; every other one is of those with it.
 */
export class McpEndpoint implements Disposable {
  private readonly changes: ViewChanges;
  private readonly routes: LogRoutes;
  private readonly legacy: LegacyEndpoint;
  private readonly modern: ModernEndpoint;
  private readonly places: Places;
  private readonly narrowed: McpEndpointParts["narrowed"];
  private readonly report: McpEndpointParts["report"];

  constructor(given: McpEndpointParts) {
    this.narrowed = given.narrowed;
    this.report = given.report;
    this.changes = new ViewChanges(given);
    const parts: McpParts = { ...given, source: { ...given.source, version: this.changes.version } };
    this.places = new Places(parts.source, given.profiles);
    this.routes = new LogRoutes(given);
    this.legacy = new LegacyEndpoint(parts, this.routes);
    this.modern = new ModernEndpoint(parts, this.routes, this.changes);
    this.changes.follow(() => {
      for (const session of this.legacy.sessions.all()) session.tellChanges();
    });
  }

  /** How many sessions there are, for the figures. */
  get sessions(): number {
    return this.legacy.sessions.count;
  }

  /** Answers a request to one of its addresses; `undefined` for every other path. */
  handle(exchange: Exchange, client: GatewayClient): Promise<void> | undefined {
    const { path } = exchange;
    if (path !== "/mcp" && !path.startsWith("/mcp/")) return undefined;
    return this.answer(exchange, client);
  }

  /** Ends what a client has open: its token was revoked, or says something else by now. */
  endOf(client: string): void {
    this.legacy.sessions.endOf(client);
    this.modern.endOf(client);
  }

  dispose(): void {
    this.legacy.dispose();
    this.modern.dispose();
    this.routes.dispose();
    this.changes.dispose();
  }

  private async answer(exchange: Exchange, client: GatewayClient): Promise<void> {
    let body: unknown;
    try {
      const narrowed = this.narrowed?.(client);
      const place = { client, view: this.places.at(exchange.path, client.scopes, narrowed) };
      switch (exchange.request.method) {
        case "POST": {
          body = parseBody(await readBody(exchange, client.limits.bodyBytes));
          const envelope = envelopeOf(body, exchange.request.headers);
          if (envelope) return await this.modern.post(exchange, place, body, envelope);
          return await this.legacy.post(exchange, place, body);
        }
        case "GET":
          return this.legacy.get(exchange, place);
        case "DELETE":
          return this.legacy.delete(exchange, place);
        default:
          return sendJson(exchange, 405, { error: onlyPost() }, { allow: "POST, GET, DELETE" });
      }
    } catch (error) {
      if (error instanceof BodyProblem) return sendJson(exchange, error.status, { error: bodyWords(error.status) });
      if (error instanceof NoPlace) return sendJson(exchange, error.status, { error: error.message });
      reportDefect(this.report, exchange, error);
      const failure = toRpcError(error);
      sendText(exchange, failure.status === 200 ? 400 : failure.status, errorMessage(requestId(body), failure));
    }
  }
}

const onlyPost = () => message("gateway.onlyPost", "Send messages with POST.");

function bodyWords(status: BodyProblem["status"]): string {
  switch (status) {
    case 400:
      return message("gateway.bodyBroken", "The body could not be read.");
    case 408:
      return message("gateway.bodyLate", "The body took too long to arrive.");
    case 413:
      return message("gateway.bodyLarge", "The body is larger than this client may send.");
  }
}
