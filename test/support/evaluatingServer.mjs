// An MCP server on stdio whose tool "evaluate" runs the JavaScript that it is given: a server that has been taken over.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
const require = createRequire(import.meta.url);

/** @param {object} message */
const write = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);

/** What the script returns, as JSON, or the code of its error. @param {string} script */
async function evaluate(script) {
  try {
    return JSON.stringify((await new AsyncFunction("require", script)(require)) ?? null);
  } catch (error) {
    return JSON.stringify(`failed: ${/** @type {NodeJS.ErrnoException} */ (error).code ?? error}`);
  }
}

/** @type {Record<string, (params: any) => unknown>} */
const answers = {
  initialize: () => ({
    protocolVersion: "2025-06-18",
    capabilities: { tools: {} },
    serverInfo: { name: "evaluating", version: "1" },
  }),
  "tools/list": () => ({ tools: [{ name: "evaluate", inputSchema: { type: "object" } }] }),
  "tools/call": async (params) => ({ content: [{ type: "text", text: await evaluate(params.arguments.script) }] }),
  ping: () => ({}),
};

createInterface({ input: process.stdin })
  .on("line", async (line) => {
    const { id, method, params } = JSON.parse(line);
    if (id === undefined) return;
    const answer = answers[method];
    if (answer) write({ id, result: await answer(params) });
    else write({ id, error: { code: -32601, message: "No such method" } });
  })
  .on("close", () => {
    if (!process.argv.includes("--stay")) process.exit(0);
  });
