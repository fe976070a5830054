// An MCP server with a tool that ends only when its caller cancels, and one that says how often that happened.
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";

const server = new McpServer({ name: "waiting", version: "1.0.0" });
let cancelled = 0;

/** @param {string} text */
const said = (text) => ({ content: [{ type: /** @type {const} */ ("text"), text }] });

server.registerTool("wait", { description: "Waits until it is cancelled." }, async ({ signal }) => {
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  cancelled++;
  return said("cancelled");
});
server.registerTool("count", { description: "Says how many calls were cancelled." }, async () =>
  said(`${cancelled} cancelled`),
);

process.stdin.once("end", () => process.exit(0));
await server.connect(new StdioServerTransport());
