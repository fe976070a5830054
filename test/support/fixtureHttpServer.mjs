// The HTTP twin of fixtureServer.mjs, on 127.0.0.1 and a free port (or --port), which it writes to standard output. Streamable HTTP with
// sessions at /mcp; with --sse-only HTTP+SSE at /sse; with --discover=silent the question for its era gets no answer; with --status=503 every request is refused so; with --close-streams it ends each
// stream for its own messages at once.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { answer, readSwitches } from "./fixtureAnswers.mjs";
import { faultOf, pauseHeader } from "./fixtureFaults.mjs";

/** @typedef {import("node:http").ServerResponse} Response */

const switches = readSwitches(process.argv.slice(2));
/** Streams for the server's own messages, by session. @type {Map<string, Response | undefined>} */
const sessions = new Map();
/** What the tests ask about afterwards, at /journal. @type {{ method: string, path: string, body?: string, headers: object }[]} */
const journal = [];

/** @param {Response} response @param {object} message */
const event = (response, message) =>
  response.write(`event: message\ndata: ${JSON.stringify({ jsonrpc: "2.0", ...message })}\n\n`);

/** @param {Response} response @param {number} status @param {string} [body] @param {Record<string, string>} [headers] */
function refuse(response, status, body = "refused by the fixture", headers = {}) {
  const location = status === 302 && { location: "http://127.0.0.1:1/" };
  response.writeHead(status, { "content-type": "text/plain", ...location, ...headers }).end(body);
}

/** @param {import("node:http").IncomingMessage} request */
async function read(request) {
  let body = "";
  for await (const chunk of request) body += chunk;
  return body;
}

/** @param {any} message @param {(notification: object) => void} say */
async function settle(message, say) {
  try {
    return { id: message.id, result: await answer(message, switches, say) };
  } catch (error) {
    return { id: message.id, error };
  }
}

/** @param {any} message @param {Response} response @param {string} session */
async function post(message, response, session) {
  if (message.id === undefined) return response.writeHead(202).end();
  const tool = message.method === "tools/call" ? message.params.name : undefined;
  if (tool === "forget") sessions.clear();
  if (tool === "drop") return response.destroy();
  if (tool === "refuseRequest") return refuse(response, message.params.arguments.status);
  const headers = session ? { "mcp-session-id": session } : {};
  const fault = faultOf(message, switches);
  if (fault === "hang") return;
  if (fault === "before") return response.destroy();
  if (fault === "killed") return process.exit(9);
  if (fault === "forget") {
    sessions.clear();
    return refuse(response, 404, "Session not found");
  }
  if (typeof fault === "number")
    return refuse(response, fault, undefined, pauseHeader(message.params.arguments.retryAfter));
  if ("json" in switches) {
    const settled = await settle(message, () => {});
    if (fault === "after" || fault === "mid") return response.destroy();
    return response
      .writeHead(200, { "content-type": "application/json", ...headers })
      .end(JSON.stringify({ jsonrpc: "2.0", ...settled }));
  }
  response.writeHead(200, { "content-type": "text/event-stream", ...headers }).flushHeaders();
  if (tool === "cut") return response.end();
  if (fault === "garbage") response.write("event: message\ndata: {not json}\n\n");
  const settled = await settle(message, (notification) => event(sessions.get(session) ?? response, notification));
  if (fault === "after") return response.destroy();
  if (fault === "mid") return response.write('event: message\ndata: {"jsonrpc"', () => response.destroy());
  event(response, settled);
  response.end();
}

/** @param {Response} response @param {string} session */
function openStream(response, session) {
  response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
  sessions.set(session, response);
  response.on("close", () => sessions.get(session) === response && sessions.set(session, undefined));
}

const server = createServer(async (request, response) => {
  const { method = "", url = "/", headers } = request;
  const { pathname, searchParams } = new URL(url, "http://fixture");
  if (pathname === "/journal") return response.end(JSON.stringify(journal));
  const body = method === "POST" ? await read(request) : undefined;
  journal.push({ method, path: url, ...(body && { body }), headers });
  if (switches.status) return refuse(response, Number(switches.status));
  if ("silent" in switches) return;
  if (switches.discover === "silent" && headers["mcp-method"] === "server/discover") return;

  if ("sse-only" in switches) {
    if (method === "GET" && pathname === "/sse") {
      const session = randomUUID();
      openStream(response, session);
      return response.write(`event: endpoint\ndata: /message?session=${session}\n\n`);
    }
    const stream = sessions.get(searchParams.get("session") ?? "");
    if (method !== "POST" || pathname !== "/message" || !stream) return refuse(response, 404);
    const message = JSON.parse(body ?? "");
    if (message.params?.name === "refuseRequest") return refuse(response, message.params.arguments.status);
    response.writeHead(202).end();
    if (message.params?.name === "drop") return stream.destroy();
    if (message.id !== undefined) event(stream, await settle(message, (notification) => event(stream, notification)));
    return;
  }

  const session = String(headers["mcp-session-id"] ?? "");
  if (pathname !== "/mcp") return refuse(response, 404);
  if (method === "POST") {
    const message = JSON.parse(body ?? "");
    if (message.method === "server/discover") return refuse(response, 400, "no session");
    if (message.method !== "initialize") {
      if (!sessions.has(session))
        return refuse(
          response,
          Number(switches["forgotten-status"] ?? 404),
          "Bad Request: No valid session ID provided",
        );
      return post(message, response, session);
    }
    const opened = randomUUID();
    sessions.set(opened, undefined);
    return post(message, response, opened);
  }
  if (!sessions.has(session)) return refuse(response, 404);
  if (method === "GET") {
    openStream(response, session);
    return "close-streams" in switches ? response.end() : undefined;
  }
  if ("no-goodbye" in switches) return;
  sessions.get(session)?.end();
  sessions.delete(session);
  response.writeHead(204).end();
});

server.listen(Number(switches.port ?? 0), "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address) process.stdout.write(`${address.port}\n`);
});
