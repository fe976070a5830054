// An MCP server on stdio that talks all the time, for the activity panel: logs, notifications, and lines on standard error.
// Its tool `flood` sends as many notifications as it is asked for, as fast as it can.
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";

const mcp = new McpServer(
  { name: "talkative", version: "1.0.0" },
  { capabilities: { logging: {}, resources: { subscribe: true } } },
);

/** @param {string} uri */
const updated = (uri) => mcp.server.sendResourceUpdated({ uri });

mcp.registerTool("flood", { inputSchema: { count: z.number().int() } }, async ({ count }) => {
  for (let n = 0; n < count; n++) await updated(`talk://flood/${n}`);
  return { content: [{ type: "text", text: `sent ${count}` }] };
});

let n = 0;
mcp.server.oninitialized = () => {
  process.stderr.write(`talkative runs as process ${process.pid}\n`);
  setInterval(async () => {
    n++;
    process.stderr.write(`line ${n} on standard error\n`);
    await mcp.server.sendLoggingMessage({ level: "warning", data: `log message <b>${n}</b>` });
    await updated(`talk://news/${n}`);
    await mcp.server.transport?.send({ jsonrpc: "2.0", method: "vendor/never_heard_of", params: { news: n } });
  }, 300);
};

process.stdin.once("end", () => process.exit(0));
await mcp.connect(new StdioServerTransport());
