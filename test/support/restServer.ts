import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { emptyCatalog } from "../../src/core/catalog/catalog";
import { EventStream } from "../../src/core/hub/eventStream";
import { systemClock } from "../../src/core/kernel/clock";
import type { GatewayClient } from "../../src/gateway/access/gatewayClient";
import type { Exchange } from "../../src/gateway/http/exchange";
import { sendProblem } from "../../src/gateway/http/problem";
import { openApiDocument } from "../../src/gateway/rest/openApi/openApi";
import { type RestApi, restApi } from "../../src/gateway/rest/restApi";
import type { RestParts } from "../../src/gateway/rest/restParts";
import { definition } from "./fakeLink";
import { assertDocumented } from "./openApiAnswers";

/** A client that may use everything, unless told otherwise. */
export const aClient = (id: string, more: Partial<GatewayClient> = {}): GatewayClient => ({
  id,
  name: id,
  scopes: [],
  limits: { concurrent: 32, perMinute: 6000, sessions: 10, bodyBytes: 10 * 1024 * 1024 },
  ...more,
});

/** Parts that answer nothing, but for those given. */
export function restParts(played: Partial<RestParts> = {}): RestParts {
  const unexpected = (what: string) => () => assert.fail(`The test did not expect "${what}".`);
  return {
    requests: { callTool: unexpected("callTool") },
    hub: {
      definition: (id) => definition(id),
      catalog: () => emptyCatalog,
      toolNow: () => undefined,
      connect: unexpected("connect"),
      restart: unexpected("restart"),
    },
    stream: new EventStream(Date.now, (error) => assert.fail(String(error))),
    clock: systemClock,
    version: "1.2.3",
    isRead: () => false,
    onDefect: (error) => assert.fail(String(error)),
    ...played,
  };
}

/** What came back. The members of the body are those that tests look at. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: ReplyBody;
}

export interface ReplyBody {
  readonly status?: string;
  readonly message?: string;
  readonly original_request_id?: string;
  readonly server_id?: string | null;
  readonly tool_name?: string | null;
  readonly tool_output?: { readonly content: readonly { readonly type: string; readonly text?: string }[] };
  readonly results?: readonly ReplyBody[];
  readonly servers?: unknown;
  readonly tools?: readonly { readonly name: string; readonly input_schema: unknown }[];
  readonly error?: {
    readonly type: string;
    readonly code: string;
    readonly message: string;
    readonly details: {
      readonly [name: string]: unknown;
      readonly fields?: readonly { path: string; message: string }[];
    };
    readonly mcp_server_status_code: number | null;
    readonly mcp_server_error_details: unknown;
  };
  readonly [other: string]: unknown;
}

export interface AskOptions {
  readonly client?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a text and bytes as they are. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** The API on a real HTTP server on loopback, without a listener's checks: the header `x-test-client` says who asks. */
export class RestServer {
  private readonly server = createServer((request, response) => this.serve(request, response));
  private made = 0;

  private constructor(
    readonly api: RestApi,
    readonly document: ReturnType<typeof openApiDocument>,
    private readonly clients: ReadonlyMap<string, GatewayClient>,
  ) {}

  static async start(parts: RestParts, ...clients: readonly GatewayClient[]): Promise<RestServer> {
    const known = [aClient("editor"), ...clients];
    const document = openApiDocument("1.2.3", (await parts.services?.())?.methods);
    const started = new RestServer(restApi(parts), document, new Map(known.map((client) => [client.id, client])));
    started.server.listen(0, "127.0.0.1");
    await once(started.server, "listening");
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  /** Sends a request, and compares the answer with the document. `path` is below that of the API. */
  async ask(method: string, path: string, options: AskOptions = {}): Promise<Reply> {
    const response = await this.fetch(method, `/api/v1/mcp${path}`, options);
    const text = await response.text();
    const type = response.headers.get("content-type") ?? "";
    const json = type.includes("json") && text !== "" ? JSON.parse(text) : undefined;
    const { status } = response;
    assertDocumented(this.document, { method, path: `/api/v1/mcp${path}`, status, type, body: json ?? text });
    const body = json ?? {};
    return { status, headers: response.headers, text, body };
  }

  /** Sends a request to any path. */
  fetch(
    method: string,
    path: string,
    { client = "editor", headers = {}, body, signal }: AskOptions = {},
  ): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method,
      headers: { "x-test-client": client, "content-type": "application/json", ...headers },
      ...(body !== undefined && {
        body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
      }),
      ...(signal && { signal }),
    });
  }

  /** One call of a tool. */
  chat(request: object, options: AskOptions = {}): Promise<Reply> {
    return this.ask("POST", "/chat", { ...options, body: request });
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    const exchange = this.exchangeOf(request, response);
    if (this.api.health(exchange)) return;
    const client = this.clients.get(String(request.headers["x-test-client"]));
    if (!client) sendProblem(exchange, 401, "Send a token.");
    else if (!this.api.handle(exchange, client)) response.writeHead(404).end();
  }

  private exchangeOf(request: IncomingMessage, response: ServerResponse): Exchange {
    const [path = "", query = ""] = (request.url ?? "").split("?", 2);
    const requestId = String(request.headers["x-request-id"] ?? `made-${++this.made}`);
    response.setHeader("x-request-id", requestId);
    const abort = new AbortController();
    response.on("close", () => {
      if (!response.writableFinished) abort.abort();
    });
    return {
      request,
      response,
      path: path.length > 1 ? path.replace(/\/+$/, "") : path,
      query: new URLSearchParams(query),
      requestId,
      signal: abort.signal,
    };
  }
}
