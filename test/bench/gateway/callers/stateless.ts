import { SocketClient } from "../socketClient";
import { type Caller, countTools, type NameOf, type RpcMessage, resultOf } from "./caller";
import { type Endpoint, messageIn } from "./streamable";

const version = "2026-07-28";
const meta = {
  "io.modelcontextprotocol/protocolVersion": version,
  "io.modelcontextprotocol/clientInfo": { name: "bench", version: "1.0.0" },
  "io.modelcontextprotocol/clientCapabilities": {},
};

/** A client of the revision 2026-07-28: no handshake, every request stands for itself. */
export async function stateless({ url, headers }: Endpoint, nameOf: NameOf): Promise<Caller> {
  const common = { accept: "application/json, text/event-stream", "mcp-protocol-version": version };
  const client = new SocketClient(url, { ...headers, ...common });
  const { pathname } = new URL(url);
  let lastId = 0;

  async function request(method: string, params: object, name?: string): Promise<RpcMessage> {
    const id = ++lastId;
    const body = JSON.stringify({ jsonrpc: "2.0", id, method, params: { ...params, _meta: meta } });
    const answer = await client.post(pathname, body, { "mcp-method": method, ...(name && { "mcp-name": name }) });
    if (answer.status !== 200) throw new Error(`HTTP ${answer.status}: ${answer.body.slice(0, 300)}`);
    return messageIn(answer.body, answer.headers["content-type"], id);
  }

  return {
    call: async (server, tool, args) => {
      const name = nameOf(server, tool);
      return resultOf(await request("tools/call", { name, arguments: args }, name));
    },
    list: () => countTools((params) => request("tools/list", params)),
    close: async () => client.close(),
  };
}
