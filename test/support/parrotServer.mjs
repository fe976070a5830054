// An MCP server on stdio that says given texts in every place where a server can say something: node parrotServer.mjs FILE
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** @type {readonly string[]} */
const texts = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const all = texts.join(" ");
let turned = false;

/** @param {object} message */
const write = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);

const tools = () => [
  { name: "say", inputSchema: { type: "object" } },
  { name: "fail", inputSchema: { type: "object" } },
  { name: "turn", inputSchema: { type: "object" } },
  ...texts.map((text, n) => ({
    name: `tool${n}`,
    description: `${turned ? "after" : "before"} ${text}`,
    inputSchema: { type: "object", properties: { a: { type: "string", description: text } } },
  })),
];

/** @param {string} text @param {unknown} progressToken */
function say(text, progressToken) {
  process.stderr.write(`stderr ${text}\n`);
  process.stdout.write(`stray ${text}\n`);
  write({ method: "notifications/message", params: { level: "info", data: { said: `log ${text}` } } });
  write({ method: "notifications/own", params: { said: `own ${text}` } });
  if (progressToken !== undefined)
    write({ method: "notifications/progress", params: { progressToken, progress: 1, message: `progress ${text}` } });
}

createInterface({ input: process.stdin })
  .on("line", (line) => void answer(line))
  .on("close", () => process.exit(0));

/** @param {string} line */
function answer(line) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const text = texts[params?.arguments?.n] ?? "";
  if (method === "initialize")
    return void write({
      id,
      result: {
        protocolVersion: "2025-06-18",
        capabilities: { tools: { listChanged: true }, logging: {} },
        serverInfo: { name: "parrot", version: "1" },
        instructions: `instructions ${all}`,
      },
    });
  if (method === "tools/list") return void write({ id, result: { tools: tools() } });
  if (method !== "tools/call") return void write({ id, result: {} });
  if (params.name === "fail") return void write({ id, error: { code: -32000, message: `error ${text}` } });
  if (params.name === "turn") {
    turned = true;
    write({ method: "notifications/tools/list_changed" });
  }
  if (params.name === "say") say(text, params._meta?.progressToken);
  write({ id, result: { content: [{ type: "text", text: `result ${text}` }] } });
}
