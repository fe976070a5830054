import { mayUseServer } from "../../core/access/scope";
import type { Disposable } from "../../core/kernel/disposable";
import { percentDecoded } from "../../core/kernel/percentDecoded";
import { safeLine } from "../../core/kernel/redact";
import { message } from "../../protocol/message";
import type { Scope } from "../../protocol/scope";
import type { GatewayClient } from "../access/gatewayClient";
import type { Exchange } from "../http/exchange";
import { BodyProblem, readBody } from "../http/readBody";
import { sendJson, sendText } from "../http/respond";
import { toRpcError } from "./errors";
import { LegacyEndpoint, type Place } from "./legacy/legacyEndpoint";
import { LogRoutes } from "./logRoutes";
import type { McpParts } from "./mcpParts";
import { envelopeOf, ModernEndpoint } from "./modern/modernEndpoint";
import { errorMessage, parseBody } from "./rpc";
import { View, type ViewSource } from "./view/view";
import { ViewChanges } from "./view/viewChanges";

export interface McpEndpointParts extends Omit<McpParts, "source"> {
  readonly source: Omit<ViewSource, "version">;
  /** The profile of a name (`mcpHub.profiles`); `undefined` where there is none. */
  readonly profile: (name: string) => Scope | undefined;
}

/** How many addresses of one client are remembered. */
const maxViews = 200;

/**
 * The MCP endpoint: `/mcp` with all servers merged, `/mcp/<server>` with one under its own names, `/mcp/p/<profile>` with a named choice.
 * Both eras are spoken at each of them: a body with the envelope of the revision without a handshake is of that, every other one of those
 * with it.
 */
export class McpEndpoint implements Disposable {
  private readonly changes: ViewChanges;
  private readonly routes: LogRoutes;
  private readonly legacy: LegacyEndpoint;
  private readonly modern: ModernEndpoint;
  /** By the scopes of a client, which are the same value for as long as its token says the same. */
  private readonly views = new WeakMap<readonly Scope[], Map<string, View>>();
  private readonly parts: McpParts;

  constructor(private readonly given: McpEndpointParts) {
    const { hub } = given;
    this.changes = new ViewChanges(given);
    this.parts = { ...given, source: { ...given.source, version: this.changes.version } };
    this.routes = new LogRoutes(hub.notifications);
    this.legacy = new LegacyEndpoint(this.parts, this.routes);
    this.modern = new ModernEndpoint(this.parts, this.routes, this.changes);
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

  dispose(): void {
    this.legacy.dispose();
    this.modern.dispose();
    this.routes.dispose();
    this.changes.dispose();
  }

  private async answer(exchange: Exchange, client: GatewayClient): Promise<void> {
    try {
      const view = this.viewOf(exchange, client);
      if (!view) return;
      const place: Place = { client, view };
      switch (exchange.request.method) {
        case "POST": {
          const body = parseBody(await readBody(exchange, client.limits.bodyBytes));
          const envelope = envelopeOf(body);
          if (envelope) return await this.modern.post(exchange, place, body, envelope);
          return await this.legacy.post(exchange, place, body);
        }
        case "GET":
          return this.legacy.get(exchange, place);
        case "DELETE":
          return this.legacy.delete(exchange, place);
        default:
          return sendJson(exchange, 405, { error: "Send messages with POST." }, { allow: "POST, GET, DELETE" });
      }
    } catch (error) {
      if (error instanceof BodyProblem) return sendJson(exchange, error.status, { error: bodyWords[error.status] });
      const failure = toRpcError(error);
      sendText(exchange, failure.status === 200 ? 400 : failure.status, errorMessage(null, failure));
    }
  }

  /** What the client sees at this path. Answers itself where there is nothing for it. */
  private viewOf(exchange: Exchange, { scopes }: GatewayClient): View | undefined {
    const path = exchange.path.slice("/mcp".length);
    const known = this.views.get(scopes) ?? new Map<string, View>();
    this.views.set(scopes, known);
    if (path === "") return viewAt(known, path, () => new View(this.parts.source, scopes));
    if (path.startsWith("/p/")) {
      const name = percentDecoded(path.slice("/p/".length));
      const profile = this.given.profile(name);
      if (!profile) return void sendJson(exchange, 404, { error: noProfile(name) });
      const key = `${path} ${JSON.stringify(profile)}`;
      return viewAt(known, key, () => new View(this.parts.source, [...scopes, profile]));
    }
    const server = percentDecoded(path.slice(1));
    const mine = this.given.source.servers().filter((one) => mayUseServer(scopes, one));
    if (!mine.includes(server)) return void sendJson(exchange, 404, { error: noServer(server, mine) });
    return viewAt(known, path, () => new View(this.parts.source, scopes, server));
  }
}

function viewAt(known: Map<string, View>, key: string, make: () => View): View {
  const view = known.get(key) ?? make();
  if (!known.has(key) && known.size >= maxViews) known.clear();
  known.set(key, view);
  return view;
}

const noProfile = (name: string) =>
  message("gateway.noProfile", 'There is no profile "{name}". Create it in mcpHub.profiles.', {
    name: safeLine(name, 80),
  });

const noServer = (name: string, mine: readonly string[]) =>
  message("gateway.noServer", 'There is no server "{name}" for this client. It may use: {servers}.', {
    name: safeLine(name, 80),
    servers: mine.join(", ") || message("gateway.noServers", "none yet"),
  });

const bodyWords = {
  400: "The body could not be read.",
  408: "The body took too long to arrive.",
  413: "The body is larger than this client may send.",
} as const;
