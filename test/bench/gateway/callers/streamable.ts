import { SocketClient } from "../socketClient";
import { type Caller, countTools, type NameOf, type RpcMessage, resultOf } from "./caller";

export interface Endpoint {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const version = "2025-11-25";
const accept = { accept: "application/json, text/event-stream" };

/** A client of Streamable HTTP in the revision 2025-11-25: a handshake, a session, and a POST for each request. */
export async function streamable({ url, headers }: Endpoint, nameOf: NameOf): Promise<Caller> {
  const client = new SocketClient(url, { ...headers, ...accept });
  const { pathname } = new URL(url);
  let session: Readonly<Record<string, string>> = {};
  let lastId = 0;

  async function request(method: string, params: object): Promise<RpcMessage> {
    const id = ++lastId;
    const answer = await client.post(pathname, JSON.stringify({ jsonrpc: "2.0", id, method, params }), session);
    if (answer.status !== 200) throw new Error(`HTTP ${answer.status}: ${answer.body.slice(0, 300)}`);
    const started = answer.headers["mcp-session-id"];
    if (method === "initialize" && started) session = { "mcp-session-id": started, "mcp-protocol-version": version };
    return messageIn(answer.body, answer.headers["content-type"], id);
  }

  try {
    const clientInfo = { name: "bench", version: "1.0.0" };
    resultOf(await request("initialize", { protocolVersion: version, capabilities: {}, clientInfo }));
    await client.post(pathname, '{"jsonrpc":"2.0","method":"notifications/initialized"}', session);
  } catch (error) {
    client.close();
    throw error;
  }
  return {
    call: async (server, tool, args) =>
      resultOf(await request("tools/call", { name: nameOf(server, tool), arguments: args })),
    list: () => countTools((params) => request("tools/list", params)),
    close: async () => client.close(),
  };
}

/** The answer to a request, from a body of JSON or of events. */
export function messageIn(body: string, type: string | undefined, id: number): RpcMessage {
  if (!type?.startsWith("text/event-stream")) return JSON.parse(body);
  for (const event of body.split(/\r?\n\r?\n/)) {
    const data = event
      .split(/\r?\n/)
      .filter((line) => line.startsWith("data:"))
      .map((line) => line.slice(5).trimStart())
      .join("\n");
    if (data === "") continue;
    const message: RpcMessage = JSON.parse(data);
    if (message.id === id && message.method === undefined) return message;
  }
  throw new Error(`No answer in the events: ${body.slice(0, 300)}`);
}
