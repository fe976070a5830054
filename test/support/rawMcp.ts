import assert from "node:assert/strict";

type Json = Record<string, unknown>;
export type Message = Json & { id?: unknown; method?: string; params?: Json; result?: Json; error?: Json };

const both = { "content-type": "application/json", accept: "application/json, text/event-stream" };

/** What a POST of a client was answered with: the messages as they come, whether as JSON or as a stream. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** All messages up to the end. */
  all(): Promise<readonly Message[]>;
  /** The next message; `undefined` at the end. */
  next(): Promise<Message | undefined>;
  /** The last message. */
  last(): Promise<Message>;
  /** The ids of the events so far, the empty one at the beginning too. */
  readonly eventIds: readonly string[];
  /** The text of the last message, as it came. */
  text(): Promise<string>;
  /** Closes the connection. */
  drop(): void;
}

/** Reads an answer message by message. */
export function read(response: Response, drop: () => void = () => {}): RawAnswer {
  const eventIds: string[] = [];
  const isStream = response.headers.get("content-type") === "text/event-stream";
  const texts = isStream ? events(response, eventIds) : whole(response);
  const kept: string[] = [];
  const step = async (): Promise<string | undefined> => {
    const { value } = await texts.next();
    if (value !== undefined) kept.push(value);
    return value;
  };
  const rest = async () => {
    while ((await step()) !== undefined);
    return kept;
  };
  return {
    status: response.status,
    headers: response.headers,
    eventIds,
    drop,
    next: async () => {
      const text = await step();
      return text === undefined ? undefined : JSON.parse(text);
    },
    all: async () => (await rest()).map((text) => JSON.parse(text)),
    last: async () => JSON.parse((await rest()).at(-1) ?? "null"),
    text: async () => (await rest()).at(-1) ?? "",
  };
}

async function* whole(response: Response): AsyncGenerator<string, undefined> {
  const text = await response.text();
  if (text !== "") yield text;
  return undefined;
}

async function* events(response: Response, ids: string[]): AsyncGenerator<string, undefined> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    rest += decoder.decode(chunk as Uint8Array, { stream: true });
    for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
      const event = rest.slice(0, end);
      rest = rest.slice(end + 2);
      const id = /^id: (.*)$/m.exec(event)?.[1];
      if (id !== undefined) ids.push(id);
      const data = /^data: (.+)$/m.exec(event)?.[1];
      if (data !== undefined) yield data;
    }
  }
  return undefined;
}

/** Sends one POST. `client`: who it is (`x-client`). */
export async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
  client = "one",
): Promise<RawAnswer> {
  const abort = new AbortController();
  const response = await fetch(url, {
    method: "POST",
    headers: { ...both, "x-client": client, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
    signal: abort.signal,
  });
  return read(response, () => abort.abort());
}

/** A session of a client with a handshake, by hand. */
export interface RawSession {
  readonly id: string;
  readonly headers: Record<string, string>;
  send(body: unknown): Promise<RawAnswer>;
  call(name: string, args?: Json, id?: unknown, meta?: Json): Promise<RawAnswer>;
  /** Opens the stream for what no request causes, or resumes one. */
  listen(lastEventId?: string): Promise<RawAnswer>;
}

export async function openSession(
  url: string,
  {
    client = "one",
    capabilities = {},
    version = "2025-11-25",
    headers: more = {},
  }: { client?: string; capabilities?: Json; version?: string; headers?: Record<string, string> } = {},
): Promise<RawSession> {
  const clientInfo = { name: `raw ${client}`, version: "1" };
  const params = { protocolVersion: version, capabilities, clientInfo };
  const answer = await post(url, { jsonrpc: "2.0", id: 0, method: "initialize", params }, more, client);
  const id = answer.headers.get("mcp-session-id");
  assert.ok(id, await answer.text());
  await answer.all(); // to the end, so that the connection is free
  const headers = { "x-client": client, "mcp-session-id": id, "mcp-protocol-version": version, ...more };
  const send = (body: unknown) => post(url, body, headers, client);
  await send({ jsonrpc: "2.0", method: "notifications/initialized" });
  return {
    id,
    headers,
    send,
    call: (name, args = {}, id = 1, meta) =>
      send({
        jsonrpc: "2.0",
        id,
        method: "tools/call",
        params: { name, arguments: args, ...(meta && { _meta: meta }) },
      }),
    listen: async (lastEventId) => {
      const abort = new AbortController();
      const response = await fetch(url, {
        headers: { ...headers, accept: "text/event-stream", ...(lastEventId && { "last-event-id": lastEventId }) },
        signal: abort.signal,
      });
      return read(response, () => abort.abort());
    },
  };
}

/** The names of the tools that a session lists, on the one page that there is. */
export async function toolNames(session: RawSession): Promise<string[]> {
  const answer = await session.send({ jsonrpc: "2.0", id: 1, method: "tools/list" });
  const { result = {} } = await answer.last();
  assert.ok(!("nextCursor" in result));
  assert.ok(Array.isArray(result.tools), JSON.stringify(result));
  return result.tools.map(({ name }) => String(name));
}

const prefix = "io.modelcontextprotocol/";

/** Sends one request of the revision without a handshake. */
export function modernPost(
  url: string,
  method: string,
  params: Json,
  {
    client = "one",
    capabilities = {},
    headers = {},
    id = 1,
    meta = {},
  }: { client?: string; capabilities?: unknown; headers?: Record<string, string>; id?: unknown; meta?: Json } = {},
): Promise<RawAnswer> {
  const name = params.name ?? params.uri;
  return post(
    url,
    {
      jsonrpc: "2.0",
      id,
      method,
      params: {
        ...params,
        _meta: {
          [`${prefix}protocolVersion`]: "2026-07-28",
          [`${prefix}clientCapabilities`]: capabilities,
          ...meta,
        },
      },
    },
    {
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": method,
      ...(typeof name === "string" && { "mcp-name": name }),
      ...headers,
    },
    client,
  );
}
