import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { createMcpHandler, fromJsonSchema, inputRequired, McpServer } from "@modelcontextprotocol/server";
import { pixel, silence } from "./media";
import { registerSampling } from "./modernSampling";

/** A server of the revision 2026-07-28 and nothing older, on loopback: stateless, without a handshake. */
export interface ModernServer {
  readonly url: string;
  /** The headers of the requests so far, oldest first. */
  readonly asked: readonly Readonly<Record<string, string>>[];
  /** Tells everybody who listens that the tools have changed. */
  toolsChanged(): void;
  resourceUpdated(uri: string): void;
  /** Breaks every stream on which changes are told. */
  cut(): void;
  stop(): Promise<void>;
}

/** Starts one, on a port that is free unless one is given. `legacy`: it also speaks the older revisions. */
export async function startModernServer(
  legacy: "stateless" | "reject" = "reject",
  at = 0,
  make = makeServer,
): Promise<ModernServer> {
  const handler = createMcpHandler(make, { legacy });
  const streams = new Set<ServerResponse>();
  const asked: Record<string, string>[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const request = await toRequest(incoming);
    asked.push(Object.fromEntries(request.headers));
    if (request.headers.get("mcp-method") === "subscriptions/listen") streams.add(outgoing);
    await send(await handler.fetch(request), outgoing);
  });
  await new Promise<void>((resolve) => server.listen(at, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    asked,
    toolsChanged: () => handler.notify.toolsChanged(),
    resourceUpdated: (uri) => handler.notify.resourceUpdated(uri),
    cut() {
      for (const stream of streams) stream.destroy();
      streams.clear();
    },
    async stop() {
      await handler.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What every modern server of the tests is: a tool with a header, one with a list, one that asks back, one with every kind of content, one that hangs. */
export function makeServer(): McpServer {
  const server = new McpServer({ name: "modern", version: "2.0.0" }, { instructions: "Be modern." });
  const region = { type: "string", "x-mcp-header": "Region" } as const;
  const inputSchema = fromJsonSchema<{ region: string }>({
    type: "object",
    properties: { region },
    required: ["region"],
  });
  server.registerTool("where", { description: "Says where.", inputSchema }, ({ region }) => ({
    content: [{ type: "text", text: region }],
  }));
  const outputSchema = fromJsonSchema<string[]>({ type: "array", items: { type: "string" } });
  server.registerTool("list", { outputSchema }, () => ({ content: [], structuredContent: ["a", "b"] }));
  server.registerTool("ask", {}, (context) => {
    const { inputResponses } = context.mcpReq;
    if (inputResponses) return { content: [{ type: "text", text: JSON.stringify(inputResponses) }] };
    const { elicit, elicitUrl, createMessage, listRoots } = inputRequired;
    const requestedSchema = { type: "object" as const, properties: { color: { type: "string" as const } } };
    const hello = { role: "user" as const, content: { type: "text" as const, text: "Hello" } };
    return inputRequired({
      inputRequests: {
        form: elicit({ message: "Which color?", requestedSchema }),
        url: elicitUrl({ message: "Look there.", url: "https://example.com/there" }),
        model: createMessage({ messages: [hello], maxTokens: 10 }),
        roots: listRoots(),
      },
    });
  });
  const icons = [{ src: "https://example.com/icon.png" }, { src: `data:image/png;base64,${pixel}` }];
  server.registerTool("show", { description: "Shows every kind of content.", icons }, () => ({
    content: [
      { type: "text", text: "<b>One</b> of [each](command:x):" },
      { type: "image", data: pixel, mimeType: "image/png" },
      { type: "audio", data: silence, mimeType: "audio/wav" },
      { type: "resource", resource: { uri: "modern://notes/today.txt", mimeType: "text/plain", text: "Fog." } },
      { type: "resource", resource: { uri: "modern://icon.svg", mimeType: "image/svg+xml", blob: btoa("<svg/>") } },
      { type: "resource_link", uri: "https://example.com/tides", name: "Tides" },
      { type: "text", text: "For you alone.", annotations: { audience: ["user"] } },
    ],
    structuredContent: { kinds: 6 },
  }));
  registerSampling(server);
  server.registerTool("hang", {}, () => new Promise(() => {}));
  return server;
}

export async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const { method = "GET", url = "/", headers } = incoming;
  const body = method === "POST" ? await new Response(Readable.toWeb(incoming) as ReadableStream).text() : undefined;
  const plain = Object.entries(headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));
  return new Request(new URL(url, `http://${headers.host}`), { method, headers: Object.fromEntries(plain), body });
}

export async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).flushHeaders();
  const reader = response.body?.getReader();
  outgoing.on("close", () => reader?.cancel());
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) outgoing.write(part.value);
  outgoing.end();
}
