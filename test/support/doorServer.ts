import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import type { Certificates } from "./certificates";

export interface DoorServer {
  readonly port: number;
  /** The requests that were let in, in their order: method and path. */
  readonly seen: readonly string[];
  stop(): Promise<void>;
}

/**
 * A server that lets everybody in by any door: Streamable HTTP at `/mcp`, HTTP+SSE at `/sse`, a WebSocket; its metadata (RFC 9728) names
 * itself. With certificates over TLS, and then only clients with the certificate `client` get in.
 */
export async function startDoors(certificates?: Certificates): Promise<DoorServer> {
  const seen: string[] = [];
  let stream: ServerResponse | undefined;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    seen.push(`${request.method} ${request.url}`);
    const json = (value: unknown, status = 200) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    const at = `${certificates ? "https" : "http"}://${request.headers.host}`;
    if (request.url?.startsWith("/.well-known/oauth-protected-resource"))
      return json({ resource: `${at}/mcp`, authorization_servers: [at] });
    if (request.method === "GET" && request.url === "/sse") {
      stream = response.writeHead(200, { "content-type": "text/event-stream" });
      return response.write("event: endpoint\ndata: /message\n\n");
    }
    if (request.method !== "POST") return json({}, 404);
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const said = answerTo(body);
    if (request.url === "/message") {
      response.writeHead(202).end();
      return said === undefined || stream?.write(`data: ${said}\n\n`);
    }
    if (said === undefined) return response.writeHead(202).end();
    return response.writeHead(200, { "content-type": "application/json" }).end(said);
  };
  const read = (name: string) => certificates && readFileSync(certificates.file(name));
  const server: Server = certificates
    ? createSecureServer(
        {
          ...{ cert: read("server.pem"), key: read("server.key"), ca: read("client.pem") },
          ...{ requestCert: true, rejectUnauthorized: true },
        },
        answer,
      )
    : createServer(answer);
  const sockets = new WebSocketServer({ server, handleProtocols: () => "mcp" });
  sockets.on("connection", (socket, request) => {
    seen.push(`WebSocket ${request.url}`);
    socket.on("message", (data) => {
      const said = answerTo(String(data));
      if (said !== undefined) socket.send(said);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    async stop() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerTo(text: string): string | undefined {
  const { id, method } = JSON.parse(text);
  if (id === undefined) return undefined;
  const result = { protocolVersion: "2025-06-18", capabilities: {}, serverInfo: { name: "doors", version: "1" } };
  const error = { code: -32601, message: "Method not found" };
  return JSON.stringify({ jsonrpc: "2.0", id, ...(method === "initialize" ? { result } : { error }) });
}
