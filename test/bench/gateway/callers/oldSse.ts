import { get, type IncomingMessage } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { SocketClient } from "../socketClient";
import { type Caller, countTools, type NameOf, type RpcMessage, resultOf } from "./caller";

const startLimitMs = 10_000;

/** A client of HTTP with SSE (2024-11-05): requests go out by POST, and all answers come on one stream. */
export async function oldSse(url: string, nameOf: NameOf): Promise<Caller> {
  const waiting = new Map<number, (message: RpcMessage) => void>();
  const client = new SocketClient(url);
  const stream = await open(url);
  let lastId = 0;
  let path = "";
  const named = new Promise<void>((resolve, reject) => {
    setTimeout(() => reject(new Error("The stream names no address for requests.")), startLimitMs).unref();
    onEvents(stream, (event, data) => {
      if (event === "endpoint") {
        const address = new URL(data, url);
        path = address.pathname + address.search;
        return resolve();
      }
      const message: RpcMessage = JSON.parse(data);
      if (message.id === undefined || message.method !== undefined) return;
      waiting.get(message.id)?.(message);
      waiting.delete(message.id);
    });
  });

  async function request(method: string, params: object): Promise<RpcMessage> {
    const id = ++lastId;
    const answered = new Promise<RpcMessage>((resolve) => waiting.set(id, resolve));
    const { status, body } = await client.post(path, JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    if (status >= 300) throw new Error(`HTTP ${status}: ${body.slice(0, 300)}`);
    return answered;
  }

  await named;
  const clientInfo = { name: "bench", version: "1.0.0" };
  resultOf(await request("initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo }));
  await client.post(path, '{"jsonrpc":"2.0","method":"notifications/initialized"}');
  return {
    call: async (server, tool, args) =>
      resultOf(await request("tools/call", { name: nameOf(server, tool), arguments: args })),
    list: () => countTools((params) => request("tools/list", params)),
    close: async () => {
      stream.destroy();
      client.close();
    },
  };
}

/** Opens the stream; a gateway that has only just opened its port may have none yet. */
async function open(url: string): Promise<IncomingMessage> {
  const deadline = Date.now() + startLimitMs;
  for (;;) {
    const stream = await new Promise<IncomingMessage>((resolve, reject) => {
      get(url, { headers: { accept: "text/event-stream" } }, resolve).once("error", reject);
    });
    if (stream.statusCode === 200) return stream;
    stream.resume();
    if (Date.now() > deadline) throw new Error(`${url} answers HTTP ${stream.statusCode}.`);
    await delay(20);
  }
}

/** Tells each event as it is complete. A large one comes in many parts, which are joined once. */
function onEvents(stream: IncomingMessage, tell: (event: string, data: string) => void): void {
  let parts: string[] = [];
  const finish = (last: string) => {
    const lines = [...parts, last].join("").split("\n");
    parts = [];
    const valuesOf = (field: string) =>
      lines.filter((line) => line.startsWith(`${field}:`)).map((line) => line.slice(field.length + 1).trimStart());
    const data = valuesOf("data").join("\n");
    if (data !== "") tell(valuesOf("event")[0] ?? "message", data);
  };
  stream.setEncoding("utf8").on("data", (text: string) => {
    let rest = text;
    if (rest.startsWith("\n") && parts.at(-1)?.endsWith("\n")) {
      finish("");
      rest = rest.slice(1);
    }
    for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
      finish(rest.slice(0, end));
      rest = rest.slice(end + 2);
    }
    if (rest !== "") parts.push(rest);
  });
  stream.on("error", () => {}); // it is destroyed at the end
}
