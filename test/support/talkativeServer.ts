import { createServer, type IncomingHttpHeaders } from "node:http";

/**
 * A server that repeats everything it is sent: in log messages, in errors, in results and in what it refuses. It also leaks secrets of
 * its own, by name: each in a log message, in a notification under the name `password`, and in every error.
 */
export async function startTalkativeServer(leaked: ReadonlyMap<string, string> = new Map()) {
  const leaks = [...leaked].map(([name, secret]) => `leaked ${name}: ${secret} end of ${name}`);
  const heard: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const said = spoken(request.headers, request.url ?? "", body);
    heard.push(said);
    const path = new URL(request.url ?? "/", "http://x").pathname;
    if (path === "/token") {
      response.writeHead(400, { "content-type": "application/json" });
      return response.end(JSON.stringify({ error: "invalid_request", error_description: said }));
    }
    if (path.includes(".well-known")) return response.writeHead(404).end(said);
    if (path === "/refuse") return response.writeHead(401).end(said);
    if (path === "/fail") return response.writeHead(400, { "content-type": "text/plain" }).end(said);
    if (request.method !== "POST") return response.writeHead(405).end();
    const { id, method } = JSON.parse(body);
    if (id === undefined) return response.writeHead(202).end();
    const logged = { jsonrpc: "2.0", method: "notifications/message", params: { level: "error", data: said } };
    const other = { jsonrpc: "2.0", method: "notifications/custom", params: { said, [said]: 1 } };
    const leaking = leaks.flatMap((data) => [
      { jsonrpc: "2.0", method: "notifications/message", params: { level: "error", data } },
      { jsonrpc: "2.0", method: "notifications/leak", params: { data, password: `under a name, ${data}` } },
    ]);
    const results: Record<string, unknown> = {
      initialize: {
        protocolVersion: "2025-06-18",
        capabilities: { tools: {}, logging: {} },
        serverInfo: { name: said, version: said },
        instructions: said,
      },
      "tools/list": { tools: [{ name: "leak", inputSchema: { type: "object" } }] },
    };
    const result = results[method];
    const answer = result
      ? { result }
      : { error: { code: -32000, message: `${leaks.join("; ")} ${said}`, data: said } };
    response.writeHead(200, { "content-type": "text/event-stream" });
    const messages = result ? [answer] : [logged, other, ...leaking, answer];
    for (const message of messages)
      response.write(`data: ${JSON.stringify(message === answer ? { jsonrpc: "2.0", id, ...answer } : message)}\n\n`);
    return response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return { origin, heard, stop: () => server.close().closeAllConnections() };
}

const spoken = (headers: IncomingHttpHeaders, url: string, body: string): string =>
  JSON.stringify({
    url,
    decoded: decodeURIComponent(url),
    headers,
    body: decodeURIComponent(body.replaceAll("+", " ")),
  });
