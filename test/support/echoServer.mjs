// A lean MCP server for measuring clients: node test/support/echoServer.mjs [--http [--json]] [--start-ms=10000] [--tools=100]. It speaks
// stdio, or Streamable HTTP on 127.0.0.1 and a free port, which it writes to standard output; `--json` answers without an event stream;
// with `--tools` it lists that many.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { readSwitches } from "./fixtureAnswers.mjs";

/** @typedef {{ id?: number | string, method?: string, params?: any }} Message */

const switches = readSwitches(process.argv.slice(2));
const startMs = Number(switches["start-ms"] ?? 0);
const session = "the-only-one";

const names = ["echo", "big", "flood"];
const moreNames = ["sized", "count", "asked"];

const tools = (
  "tools" in switches
    ? [...names, ...moreNames, ...Array.from({ length: Number(switches.tools) }, (_, index) => `tool${index}`)].slice(
        0,
        Number(switches.tools),
      )
    : names
).map((name) => ({
  name,
  description: `Measures: ${name}.`,
  inputSchema: { type: "object", properties: { text: { type: "string" } } },
}));

/** How often the tools were asked for. */
let lists = 0;

/** @param {string} text */
const said = (text) => ({ content: [{ type: "text", text }] });

/** One large answer, made before it is asked for. */
const big = "x".repeat(5_000_000);

/** Answers of other sizes, each made once. @type {Map<number, object>} */
const sized = new Map();

/** @param {number} bytes */
function ofSize(bytes) {
  const made = sized.get(bytes) ?? said("x".repeat(bytes));
  sized.set(bytes, made);
  return made;
}

/** @param {Message} request @param {(message: object) => void} say @returns {object | Promise<object>} */
function answer({ method, params }, say) {
  switch (method) {
    case "initialize":
      return {
        protocolVersion: params.protocolVersion,
        capabilities: { tools: {}, logging: {} },
        serverInfo: { name: "echo", version: "1.0.0" },
      };
    case "tools/list":
      lists++;
      return { tools };
    case "tools/call":
      if (params.name === "big") return said(big);
      if (params.name === "sized") return ofSize(params.arguments.bytes);
      if (params.name === "count") return said(String(params.arguments.text.length));
      if (params.name === "asked") return said(`lists: ${lists}`);
      if (params.name === "flood") return flood(params.arguments, say);
      return said(String(params.arguments?.text));
    default:
      return {};
  }
}

/**
 * Sends `perSecond` notifications a second for `ms` milliseconds, each second's share in even portions; says how many it sent.
 * @param {{ perSecond: number, ms: number }} rate @param {(message: object) => void} say @returns {Promise<object>}
 */
function flood({ perSecond, ms }, say) {
  const began = performance.now();
  let sent = 0;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const passed = Math.min(performance.now() - began, ms);
      const due = Math.floor((passed * perSecond) / 1000);
      for (; sent < due; sent++)
        say({
          method: "notifications/message",
          params: { level: "info", logger: "flood", data: `line ${sent} of what is said very often` },
        });
      if (passed < ms) return;
      clearInterval(timer);
      resolve(said(String(sent)));
    }, 5);
  });
}

function speakStdio() {
  const write = (/** @type {object} */ message) =>
    process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  createInterface({ input: process.stdin })
    .on("line", async (line) => {
      /** @type {Message} */
      const message = JSON.parse(line);
      if (message.id === undefined || message.method === undefined) return;
      if (startMs > 0 && message.method === "initialize") await new Promise((resolve) => setTimeout(resolve, startMs));
      write({ id: message.id, result: await answer(message, write) });
    })
    .on("close", () => process.exit(0));
}

function speakHttp() {
  const server = createServer(async (request, response) => {
    if (request.method === "GET")
      return response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    if (request.method === "DELETE") return response.writeHead(204).end();
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    /** @type {Message} */
    const message = JSON.parse(body);
    if (message.id === undefined) return response.writeHead(202).end();
    if (message.method === "server/discover") return response.writeHead(400).end();
    const headers = { "mcp-session-id": session };
    const frame = (/** @type {object} */ one) =>
      `event: message\ndata: ${JSON.stringify({ jsonrpc: "2.0", ...one })}\n\n`;
    if ("json" in switches) {
      const text = JSON.stringify({ jsonrpc: "2.0", id: message.id, result: await answer(message, () => {}) });
      return response.writeHead(200, { ...headers, "content-type": "application/json" }).end(text);
    }
    response.writeHead(200, { ...headers, "content-type": "text/event-stream" });
    const result = await answer(message, (one) => response.write(frame(one)));
    response.end(frame({ id: message.id, result }));
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (typeof address === "object" && address) process.stdout.write(`${address.port}\n`);
  });
}

if ("http" in switches) speakHttp();
else speakStdio();
