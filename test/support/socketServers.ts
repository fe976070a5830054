import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import { WebSocketServer } from "ws";
import { makeServer } from "./modernServer";

export interface SocketServer {
  readonly url: string;
  /** What the peers sent in the first exchange of each connection: headers of a WebSocket. */
  readonly headers: readonly NodeJS.Dict<string | string[]>[];
  /** Ends every connection, hard. */
  drop(): void;
  stop(): Promise<void>;
}

/** The official SDK's server, a message a line, on a port of loopback or on a unix socket. */
export async function startLineServer(
  path?: string,
  onSocket: (socket: Socket) => void = serve,
): Promise<SocketServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => {});
    onSocket(socket);
  });
  await new Promise<void>((resolve) => (path ? server.listen(path, resolve) : server.listen(0, "127.0.0.1", resolve)));
  const address = server.address();
  return {
    url: typeof address === "string" ? `unix:${address}` : `tcp://127.0.0.1:${(address as AddressInfo).port}`,
    headers: [],
    drop: () => sockets.forEach((socket) => void socket.destroy()),
    stop() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function serve(socket: Socket): void {
  serveStdio(makeServer, { transport: new StdioServerTransport(socket, socket) });
}

/** The same behind a WebSocket: each frame becomes a line of the SDK's stdio transport, and back. */
export async function startWebSocketServer(): Promise<SocketServer> {
  const headers: NodeJS.Dict<string | string[]>[] = [];
  const lines = await startLineServer();
  const { hostname, port } = new URL(lines.url);
  const server = new WebSocketServer({
    host: "127.0.0.1",
    port: 0,
    perMessageDeflate: true,
    handleProtocols: () => "mcp",
  });
  await new Promise((resolve) => server.once("listening", resolve));
  const { createConnection } = await import("node:net");
  server.on("connection", (socket, request) => {
    headers.push(request.headers);
    const line = createConnection(Number(port), hostname);
    let rest = "";
    line.setEncoding("utf8").on("data", (chunk: string) => {
      const parts = (rest + chunk).split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) socket.send(part);
    });
    line.on("error", () => socket.terminate()).on("close", () => socket.close());
    socket.on("message", (data) => line.write(`${data}\n`));
    socket.on("close", () => line.destroy());
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    headers,
    drop: () => server.clients.forEach((socket) => void socket.terminate()),
    async stop() {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
      await lines.stop();
    },
  };
}
