// A server that lists the tools of a recorded one and answers in its forms, over data of its own: node recordedServer.mjs
// --as=npm-mcp-atlassian [--notes] [--journal=FILE] [--http[=PORT]] [--fault=KIND:TOOL:TIMES]. What takes effect is a line of the
// journal, which a process that starts again reads first. Tools without data of their own give what was recorded. JSON-RPC by hand, so that
// it can misbehave (faults.mjs).
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { readSwitches } from "../../support/fixtureAnswers.mjs";
import { Faults } from "./faults.mjs";
import { Journal } from "./journal.mjs";
import { messageTools } from "./messages.mjs";
import { recordedAnswer, recordedTools } from "./recorded.mjs";
import { ticketTools } from "./tickets.mjs";

const switches = readSwitches(process.argv.slice(2));
const kind = String(switches.as);
const journal = new Journal(switches.journal);
const faults = new Faults(switches.fault, journal);
const tools = recordedTools(kind);
const note = { uri: "notes://team/onboarding", text: "Ask Mia for a key." };
const answers = { ...ticketTools(kind, journal), ...messageTools(kind, journal) };

/** @param {{ method?: string, params?: any }} message @returns {object} */
function answer({ method, params }) {
  switch (method) {
    case "initialize":
      return {
        protocolVersion: params.protocolVersion,
        capabilities: { tools: {}, ...("notes" in switches && { resources: {} }) },
        serverInfo: { name: kind, version: "1" },
      };
    case "ping":
      return {};
    case "tools/list":
      return { tools };
    case "tools/call":
      if (!tools.some(({ name }) => name === params.name))
        throw { code: -32602, message: `Unknown tool: ${params.name}` };
      return (answers[params.name] ?? recordedAnswer(kind, params.name))(params.arguments ?? {});
    case "resources/list":
      return { resources: [{ uri: note.uri, name: "onboarding" }] };
    case "resources/templates/list":
      return { resourceTemplates: [] };
    case "resources/read":
      if (params.uri !== note.uri) throw { code: -32002, message: "Resource not found" };
      return { contents: [note] };
    default:
      throw { code: -32601, message: `Method not found: ${method}` };
  }
}

/** @param {any} message @param {import("./faults.mjs").Fault | undefined} fault */
function settle(message, fault) {
  try {
    const result = fault?.refused ?? answer(message);
    return { jsonrpc: "2.0", id: message.id, result: fault?.instead ?? result };
  } catch (error) {
    return { jsonrpc: "2.0", id: message.id, error };
  }
}

if ("http" in switches) serveHttp(Number(switches.http || 0));
else serveStdio();

function serveStdio() {
  createInterface({ input: process.stdin })
    .on("line", async (line) => {
      const message = JSON.parse(line);
      if (message.id === undefined || message.method === undefined) return;
      const fault = faults.of(message);
      if (fault?.before) return ends(fault);
      if (fault?.delayMs) await delay(fault.delayMs);
      const settled = settle(message, fault);
      if (fault?.silent) return ends(fault);
      process.stdout.write(`${JSON.stringify(settled)}\n`);
    })
    .on("close", () => process.exit(0));
}

/** @param {import("./faults.mjs").Fault} fault */
function ends({ ends: isEnd }) {
  if (isEnd) process.exit(9);
}

/** @param {number} port */
function serveHttp(port) {
  let forgot = false;
  const server = createServer(async (request, response) => {
    if (request.method !== "POST") return void response.writeHead(request.method === "DELETE" ? 204 : 405).end();
    let body = "";
    for await (const chunk of request) body += chunk;
    const message = JSON.parse(body);
    if (message.method === "server/discover") return void response.writeHead(400).end("no session");
    if (message.id === undefined) return void response.writeHead(202).end();
    if (message.method === "initialize") forgot = false;
    const fault = faults.of(message);
    forgot ||= fault?.forgets === true;
    if (forgot) return void response.writeHead(404).end("Session not found");
    if (fault?.status) return void response.writeHead(fault.status, fault.headers).end("refused");
    if (fault?.before) return void (fault.ends && response.destroy());
    const settled = settle(message, fault);
    if (fault?.silent) return void (fault.ends && response.destroy());
    const headers = { "content-type": "application/json", "mcp-session-id": "one" };
    response.writeHead(200, headers).end(JSON.stringify(settled));
  });
  server.listen(port, "127.0.0.1", () => {
    const address = server.address();
    if (typeof address === "object" && address) process.stdout.write(`${address.port}\n`);
  });
}
