import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { until } from "./until";

type Json = Readonly<Record<string, unknown>>;

/** One message that the server got. */
export interface Heard {
  readonly id?: string | number;
  readonly method?: string;
  readonly params: Json;
  readonly session: string;
  readonly headers: IncomingMessage["headers"];
}

/** What a scripted answer may do before it answers. */
export interface Talk {
  /** A notification on the stream of this request. */
  say(method: string, params: Json): void;
  /** A request to the client on the stream of this request. */
  ask(method: string, params: Json): Promise<Json>;
  readonly params: Json;
}

/** How a method is answered: the result, as a value or as JSON that is written already; what it throws is sent as the error. */
export type Script = Readonly<Record<string, (params: Json, talk: Talk) => unknown>>;

/** JSON that is sent as it stands. */
export class Written {
  constructor(readonly json: string) {}
}

/** A server with a handshake on loopback, whose every answer a test writes itself. */
export interface ScriptedServer {
  readonly url: string;
  readonly heard: readonly Heard[];
  /** Settles when a client has the stream of its session, or of this one, open. */
  listenedTo(session?: string): Promise<unknown>;
  /** Sends a notification on the streams of all sessions, or on that of one. */
  notify(method: string, params: Json, session?: string): void;
  /** All sessions are over, as after a restart. */
  forget(): void;
  stop(): Promise<void>;
}

/** Starts one. Tools, by name, are listed with an empty schema where `tools/list` is not scripted. */
export async function startScriptedServer(
  script: Script,
  tools: Readonly<Record<string, (args: Json, talk: Talk) => unknown>> = {},
): Promise<ScriptedServer> {
  const heard: Heard[] = [];
  const sessions = new Map<string, ServerResponse | undefined>();
  const asked = new Map<unknown, (answer: Json) => void>();
  let lastAsked = 0;
  const whole: Script = {
    initialize: ({ protocolVersion }) => ({
      protocolVersion,
      capabilities: {
        tools: { listChanged: true },
        resources: { listChanged: true, subscribe: true },
        prompts: {},
        completions: {},
        logging: {},
      },
      serverInfo: { name: "scripted", version: "1" },
    }),
    ping: () => ({}),
    "tools/list": () => ({ tools: Object.keys(tools).map((name) => ({ name, inputSchema: { type: "object" } })) }),
    "tools/call": ({ name, arguments: args }, talk) => tools[String(name)]?.((args ?? {}) as Json, talk),
    "resources/list": () => ({ resources: [] }),
    "resources/templates/list": () => ({ resourceTemplates: [] }),
    "resources/subscribe": () => ({}),
    "resources/unsubscribe": () => ({}),
    "prompts/list": () => ({ prompts: [] }),
    "logging/setLevel": () => ({}),
    ...script,
  };

  async function post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { id, method, params = {}, result, error } = JSON.parse(body);
    const begins = method === "initialize";
    const session = begins ? randomUUID() : String(request.headers["mcp-session-id"] ?? "");
    if (method === "server/discover") return void response.writeHead(400).end("no session");
    if (begins) sessions.set(session, undefined);
    else if (!sessions.has(session)) return void response.writeHead(404).end("no such session");
    heard.push({ id, method, params, session, headers: request.headers });
    if (method === undefined) asked.get(id)?.(result ?? { error });
    if (id === undefined || method === undefined) return void response.writeHead(202).end();
    response.writeHead(200, { "content-type": "text/event-stream", "mcp-session-id": session }).flushHeaders();
    const send = (message: Json) => response.write(`data: ${JSON.stringify({ jsonrpc: "2.0", ...message })}\n\n`);
    const talk: Talk = {
      params,
      say: (method, params) => void send({ method, params }),
      ask: (method, params) =>
        new Promise((resolve) => {
          const id = `ask-${++lastAsked}`;
          asked.set(id, resolve);
          send({ id, method, params });
        }),
    };
    try {
      const answer = whole[method];
      if (!answer) throw { code: -32601, message: "Method not found" };
      const value = await answer(params, talk);
      if (value instanceof Written)
        response.write(`data: {"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${value.json}}\n\n`);
      else send({ id, result: value });
    } catch (error) {
      send({ id, error });
    }
    response.end();
  }

  const server = createServer((request, response) => {
    if (request.method === "POST") return void post(request, response);
    const session = String(request.headers["mcp-session-id"] ?? "");
    if (!sessions.has(session)) return void response.writeHead(404).end();
    if (request.method === "DELETE") return void response.writeHead(204).end();
    response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    sessions.set(session, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    heard,
    listenedTo: (only) =>
      until("a client listens", () =>
        [...sessions].some(([session, stream]) => stream && (only === undefined || session === only)),
      ),
    notify(method, params, only) {
      for (const [session, stream] of sessions)
        if (only === undefined || session === only)
          stream?.write(`data: ${JSON.stringify({ jsonrpc: "2.0", method, params })}\n\n`);
    },
    forget() {
      for (const stream of sessions.values()) stream?.destroy();
      sessions.clear();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A promise that a test settles. */
export function gate<T = void>(): { readonly opened: Promise<T>; readonly open: (value: T) => void } {
  let open: (value: T) => void = () => {};
  const opened = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
