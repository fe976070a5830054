// A server over stdio with the peculiarities of real ones, by switches:
//
//   --mark             a byte-order mark and terminal codes stand before its first message
//   --works-ms=8000    it says every half second that it downloads something, and answers nothing before
//   --stuck            it says what it waits for, and never answers
//   --two-pages        its tools are on two pages, with an empty text as the cursor between them
//   --no-prompts       it declares prompts, and fails to list them
//
// Its tool "echo" reports progress, with the token as text.
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { readSwitches } from "./fixtureAnswers.mjs";

const switches = readSwitches(process.argv.slice(2));
let prefix = "mark" in switches ? "\ufeff\u001b[2J\u001b[0m" : "";

/** @param {object} message */
function send(message) {
  process.stdout.write(`${prefix}${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  prefix = "";
}

/** @param {string} name */
const tool = (name) => ({ name, inputSchema: { type: "object" } });

/** @param {{ id?: number | string, method?: string, params?: any }} message */
function answer({ id, method, params }) {
  if (id === undefined) return;
  const failed = { id, error: { code: -32603, message: "its database is offline" } };
  switch (method) {
    case "initialize": {
      const { protocolVersion } = params;
      const capabilities = { tools: {}, ...("no-prompts" in switches && { prompts: {} }) };
      return send({ id, result: { protocolVersion, capabilities, serverInfo: { name: "peculiar", version: "1" } } });
    }
    case "tools/list":
      if (!("two-pages" in switches)) return send({ id, result: { tools: [tool("echo")] } });
      return params?.cursor === ""
        ? send({ id, result: { tools: [tool("second")] } })
        : send({ id, result: { tools: [tool("echo")], nextCursor: "" } });
    case "tools/call": {
      const progressToken = String(params._meta?.progressToken);
      send({ method: "notifications/progress", params: { progressToken, progress: 1, total: 2 } });
      return send({ id, result: { content: [{ type: "text", text: String(params.arguments?.text) }] } });
    }
    case "ping":
      return send({ id, result: {} });
    default:
      return send(method === "prompts/list" ? failed : { id, error: { code: -32601, message: "Method not found" } });
  }
}

process.stdin.once("end", () => process.exit(0));
if ("stuck" in switches) process.stderr.write("Waiting for Redis at 127.0.0.1:6379\n");
for (let left = Number(switches["works-ms"] ?? 0); left > 0; left -= 500) {
  process.stderr.write("Downloading torch (512 MB)\n");
  await delay(500);
}
if ("stuck" in switches) process.stdin.resume();
else createInterface({ input: process.stdin }).on("line", (line) => answer(JSON.parse(line)));
