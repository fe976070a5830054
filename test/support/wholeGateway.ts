import { once } from "node:events";
import { request } from "node:http";
import type { ComposedHub, ComposePorts } from "../../src/composedHub";
import { composeGateway, type OpenGateway, type RoutePorts } from "../../src/composeGateway";
import type { OpenServices } from "../../src/core/calls/services/serviceDoor";
import type { ServerConfig } from "../../src/core/config/schema/serverConfig";
import { defaultOptions, type Options } from "../../src/core/config/schema/settings";
import { systemClock } from "../../src/core/kernel/clock";
import { ClientRegistry, type LimitedClient } from "../../src/gateway/access/clientRegistry";
import { FailedAttempts } from "../../src/gateway/access/failedAttempts";
import type { Access } from "../../src/gateway/access/gatewayClient";
import { tokenAccess } from "../../src/gateway/access/tokenAccess";
import type { ListenLimits } from "../../src/gateway/http/listenOptions";
import { openApiDocument } from "../../src/gateway/rest/openApi/openApi";
import { openServices } from "../../src/openServices";
import type { HubEvent } from "../../src/protocol/hubEvent";
import { aComposedHub } from "./aComposedHub";
import { definition } from "./fakeLink";
import { MemoryClients } from "./memoryClients";
import { noDefect } from "./noDefect";
import { assertDocumented } from "./openApiAnswers";
import type { Reply } from "./restServer";

export interface WholeOptions {
  readonly options?: Partial<Options>;
  readonly ports?: Partial<ComposePorts>;
  readonly limits?: Partial<ListenLimits>;
  readonly operations?: RoutePorts["operations"];
  /** Decides on tokens before those of the registry do. */
  readonly access?: (others: Access) => Access;
  readonly report?: (error: unknown) => void;
  /** Servers that are not waited for. */
  readonly unready?: readonly string[];
  /** It also serves the typed services. */
  readonly services?: true;
}

export interface WholeAsk {
  /** Missing: that of a client that may use everything. `null`: none. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a text as it is. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** The gateway as the program puts it together: a real hub, tokens, limits, MCP and REST behind one real listener. */
export class WholeGateway {
  /** Everything that the hub published so far. */
  readonly events: HubEvent[] = [];

  private constructor(
    readonly composed: ComposedHub,
    readonly registry: ClientRegistry,
    readonly gateway: OpenGateway,
    /** The token of a client that may use everything. */
    readonly token: string,
    private readonly document: ReturnType<typeof openApiDocument>,
    /** The typed services, where it serves them. */
    readonly services: OpenServices | undefined,
  ) {
    composed.stream.onEvent((event) => void this.events.push(event));
  }

  static async start(servers: Readonly<Record<string, ServerConfig>>, given: WholeOptions = {}): Promise<WholeGateway> {
    const { report = noDefect, limits, operations, unready = [] } = given;
    const now: Options = { ...defaultOptions, approval: "never", ...given.options };
    const options = () => now;
    const composed = aComposedHub({ options, report, ...given.ports });
    composed.hub.configure(
      Object.entries(servers).map(([id, config]) =>
        definition(id, { entry: { kind: "valid", config }, enabled: config.enabled !== false }),
      ),
    );
    const awaited = Object.keys(servers).filter((id) => !unready.includes(id));
    await Promise.all(awaited.map((id) => composed.hub.connect(id)));
    const clock = systemClock;
    const registry = new ClientRegistry(new MemoryClients(), clock, report);
    const failed = new FailedAttempts({ clock, perMinute: 1000 });
    const byToken = tokenAccess({ clients: registry, profiles: () => now.profiles, failed, clock });
    const services = given.services && openServices(composed, options);
    const gateway = await composeGateway({
      composed,
      options,
      clock,
      report,
      access: given.access?.(byToken) ?? byToken,
      revoked: registry.onRevoked,
      listen: { host: "127.0.0.1", port: 0, limits: { closeMs: 50, ...limits } },
      ...(operations && { operations }),
      ...(services && { services }),
    });
    const { token } = await registry.add({ name: "everything" });
    const document = openApiDocument("1.2.3", (await services?.())?.methods);
    return new WholeGateway(composed, registry, gateway, token, document, services);
  }

  /** A new client, by its token. */
  async client(name: string, more: Omit<LimitedClient, "name"> = {}): Promise<string> {
    return (await this.registry.add({ name, ...more })).token;
  }

  /** Sends a request to any path. */
  fetch(method: string, path: string, { token = this.token, headers, body, signal }: WholeAsk = {}): Promise<Response> {
    return fetch(`${this.gateway.url}${path}`, {
      method,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        "content-type": "application/json",
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  }

  /** Asks the REST API, and compares the answer with its document. `path` is below that of the API. */
  async ask(method: string, path: string, options: WholeAsk = {}): Promise<Reply> {
    const response = await this.fetch(method, `/api/v1/mcp${path}`, options);
    const text = await response.text();
    return this.documented(method, path, response.status, response.headers, text);
  }

  /** The same with a head that `fetch` does not send, such as another `Host`. */
  async askRaw(method: string, path: string, headers: Readonly<Record<string, string>>): Promise<Reply> {
    const sent = request(`${this.gateway.url}/api/v1/mcp${path}`, { method, headers, agent: false }).end();
    const [response] = await once(sent, "response");
    let text = "";
    for await (const part of response) text += part;
    return this.documented(method, path, response.statusCode, new Headers(response.headers), text);
  }

  /** One call of a tool over REST. */
  chat(server_id: string, tool_name: string, tool_input: object = {}, options: WholeAsk = {}): Promise<Reply> {
    return this.ask("POST", "/chat", { ...options, body: { server_id, tool_name, tool_input } });
  }

  async close(): Promise<void> {
    await this.gateway.close();
    this.registry.dispose();
    await this.composed.close();
  }

  private documented(method: string, path: string, status: number, headers: Headers, text: string): Reply {
    const type = headers.get("content-type") ?? "";
    const body = type.includes("json") && text !== "" ? JSON.parse(text) : undefined;
    assertDocumented(this.document, { method, path: `/api/v1/mcp${path}`, status, type, body: body ?? text });
    return { status, headers, text, body: body ?? {} };
  }
}
