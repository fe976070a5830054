// An MCP server with one very large answer, on every transport but stdio: node test/limits/largeDoors.mjs DOOR
// It prints its address. DOOR: json, events, sse, websocket, fragments, deflate or tcp.
import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createSocketServer } from "node:net";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { WebSocketServer } from "ws";

const door = process.argv[2] ?? "";

/**
 * An answer, in the pieces in which it is written.
 *
 * @param {any} message
 * @returns {Iterable<string>}
 */
function* answer({ id, method, params = {} }) {
  const whole = (/** @type {object} */ rest) => JSON.stringify({ jsonrpc: "2.0", id, ...rest });
  const { name, arguments: args = {} } = params;
  if (method === "initialize") {
    const { protocolVersion } = params;
    const serverInfo = { name: "doors", version: "1.0.0" };
    yield whole({ result: { protocolVersion, capabilities: { tools: {} }, serverInfo } });
  } else if (method === "tools/list") {
    const tools = ["large", "wide"].map((one) => ({ name: one, inputSchema: { type: "object" } }));
    yield whole({ result: { tools } });
  } else if (name === "large") {
    yield `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[{"type":"text","text":"`;
    const part = "0123456789abcdef ".repeat(65_536 / 16);
    for (let left = args.bytes; left > 0; left -= part.length) yield part.slice(0, left);
    yield '"}]}}';
  } else if (name === "wide") {
    yield `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[],"structuredContent":{"rows":[`;
    for (let i = 0; i < args.rows; i++)
      yield `${i > 0 ? "," : ""}${JSON.stringify({ id: i, name: `row ${i}`, tags: ["a", "b"], size: i / 3 })}`;
    yield "]}}}";
  } else if (method === "ping") yield whole({ result: {} });
  else yield whole({ error: { code: -32601, message: "Method not found" } });
}

/** @param {Iterable<string>} pieces */
function* gathered(pieces) {
  let waiting = "";
  for (const piece of pieces) {
    waiting += piece;
    if (waiting.length < 16_384) continue;
    yield waiting;
    waiting = "";
  }
  yield waiting;
}

/**
 * Writes pieces as fast as they are taken.
 *
 * @param {import("node:stream").Writable} to
 * @param {Iterable<string>} pieces
 */
async function write(to, pieces) {
  for (const piece of gathered(pieces)) if (!to.write(piece)) await once(to, "drain");
}

/** @param {import("node:http").IncomingMessage} request */
async function read(request) {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return JSON.parse(text);
}

/** @type {import("node:http").ServerResponse | undefined} */
let stream;
const web = createServer(async (request, response) => {
  if (request.method === "GET" && door === "sse") {
    stream = response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("event: endpoint\ndata: /message\n\n");
    return;
  }
  if (request.method !== "POST") {
    response.writeHead(405).end();
    return;
  }
  const message = await read(request);
  if (message.id === undefined || door === "sse") response.writeHead(202).end();
  if (message.id === undefined) return;
  if (door === "json") {
    response.writeHead(200, { "content-type": "application/json" });
    await write(response, answer(message));
    response.end();
    return;
  }
  const to = stream ?? response.writeHead(200, { "content-type": "text/event-stream" });
  to.write("event: message\ndata: ");
  await write(to, answer(message));
  to.write("\n\n");
  if (!stream) response.end();
});

const lines = createSocketServer((socket) => {
  createInterface({ input: socket }).on("line", async (line) => {
    const message = JSON.parse(line);
    if (message.id === undefined) return;
    await write(socket, answer(message));
    socket.write("\n");
  });
});

/** @param {import("ws").WebSocket} socket */
function serve(socket) {
  socket.on("message", async (text) => {
    const message = JSON.parse(String(text));
    if (message.id === undefined) return;
    if (door !== "fragments") {
      socket.send([...answer(message)].join(""));
      return;
    }
    const frame = (/** @type {string} */ part, /** @type {boolean} */ fin) =>
      new Promise((resolve) => socket.send(part, { fin }, resolve));
    const through = new PassThrough({ readableHighWaterMark: 256 * 1024 });
    void write(through, answer(message)).then(() => through.end());
    for await (const part of through.setEncoding("utf8")) await frame(part, false);
    await frame("", true);
  });
}

const kinds = { websocket: "ws", fragments: "ws", deflate: "ws", tcp: "tcp" };
const kind = kinds[/** @type {keyof typeof kinds} */ (door)] ?? "http";
if (kind === "ws")
  new WebSocketServer({ server: web, perMessageDeflate: door === "deflate", handleProtocols: () => "mcp" }).on(
    "connection",
    serve,
  );
const server = kind === "tcp" ? lines : web;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  process.stdout.write(`${kind}://127.0.0.1:${port}${kind === "http" ? "/mcp" : ""}\n`);
});
process.stdin.resume().on("close", () => process.exit(0));
