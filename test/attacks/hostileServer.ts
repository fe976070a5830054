import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What is answered instead of a JSON-RPC message. */
export class RawAnswer {
  constructor(
    readonly body: string | Buffer,
    readonly headers: Readonly<Record<string, string>> = { "content-type": "application/json" },
    readonly status = 200,
  ) {}
}

/** The result of each method, or what is sent in its place; a function gets the parameters. */
export type Script = Readonly<Record<string, unknown>>;

/** A request that arrived. */
export interface Arrived {
  readonly method: string | undefined;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly params: Readonly<Record<string, unknown>>;
  /** A message without a method: an answer to the server's own request. */
  readonly answer?: unknown;
}

/** A server over Streamable HTTP, on loopback, that follows no rule but its script: nothing of an SDK cleans what it sends. */
export class HostileServer {
  readonly arrived: Arrived[] = [];
  private readonly streams = new Set<ServerResponse>();

  private constructor(
    private readonly server: Server,
    /** May be changed at any time. */
    public script: Script,
  ) {}

  static async start(script: Script): Promise<HostileServer> {
    const server = createServer();
    const hostile = new HostileServer(server, script);
    server.on("request", async (request, response) => {
      let body = "";
      for await (const chunk of request.setEncoding("utf8")) body += chunk;
      const said = body === "" ? {} : JSON.parse(body);
      const { id, method, params = {} } = Array.isArray(said) ? { id: undefined, method: "batch" } : said;
      const path = request.url ?? "";
      hostile.arrived.push({ method, path, params, headers: request.headers, ...(!method && { answer: said }) });
      if (request.method === "GET") hostile.listen(response);
      else if (request.method !== "POST") response.writeHead(405).end();
      else if (id === undefined || method === undefined) response.writeHead(202).end();
      else hostile.answer(response, id, method, params);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return hostile;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** How often a method was called. */
  count(method: string): number {
    return this.arrived.filter((one) => one.method === method).length;
  }

  /** Sends a notification, or a request of its own, to everyone who listens. Settles when somebody does. */
  async say(method: string, params: object = {}, id?: number | string): Promise<void> {
    if (this.streams.size === 0) await once(this.server, "listener");
    const text = JSON.stringify({ jsonrpc: "2.0", method, params, ...(id !== undefined && { id }) });
    for (const stream of this.streams) stream.write(`data: ${text}\n\n`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private listen(response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    this.streams.add(response);
    response.once("close", () => this.streams.delete(response));
    this.server.emit("listener");
  }

  private answer(response: ServerResponse, id: unknown, method: string, params: unknown): void {
    const scripted = method in this.script ? this.script[method] : defaults[method];
    const found: unknown = typeof scripted === "function" ? scripted(params, id) : scripted;
    if (found === never) return;
    if (found instanceof RawAnswer) {
      response.writeHead(found.status, { ...found.headers }).end(found.body);
      return;
    }
    const error = { code: -32601, message: "Method not found" };
    const outcome =
      found === undefined
        ? { error }
        : found instanceof Error
          ? { error: { code: -32000, message: found.message } }
          : { result: found };
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ jsonrpc: "2.0", id, ...outcome }));
  }
}

/** The answer that never comes. */
export const never = Symbol("never");

const defaults: Script = {
  initialize: ({ protocolVersion }: { readonly protocolVersion: string }) => ({
    protocolVersion,
    capabilities: { tools: { listChanged: true }, resources: {}, prompts: {}, logging: {} },
    serverInfo: { name: "hostile", version: "1" },
  }),
  "tools/list": { tools: [] },
  "resources/list": { resources: [] },
  "resources/templates/list": { resourceTemplates: [] },
  "prompts/list": { prompts: [] },
  "tools/call": { content: [{ type: "text", text: "called" }] },
  "logging/setLevel": {},
  ping: {},
};

/** Tools as they stand in a list. */
export const listed = (...tools: readonly object[]): object => ({
  tools: tools.map((tool) => ({ inputSchema: { type: "object" }, ...tool })),
});

/** A result of one text. */
export const said = (text: string, more: object = {}): object => ({ content: [{ type: "text", text }], ...more });
