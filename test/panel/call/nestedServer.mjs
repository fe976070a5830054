// A server whose tool takes nested arguments, and says what it got.
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";

const server = new Server({ name: "hotel", version: "1.0.0" }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, () => ({
  tools: [
    {
      name: "book",
      description: "Books nights for a guest.",
      inputSchema: {
        type: "object",
        required: ["guest", "nights"],
        properties: {
          guest: { type: "object", required: ["name"], properties: { name: { type: "string", minLength: 1 } } },
          nights: {
            type: "array",
            items: { type: "object", required: ["date"], properties: { date: { type: "string" } } },
          },
        },
      },
    },
    { name: "cancel", description: "Cancels everything.", inputSchema: { type: "object", properties: {} } },
  ],
}));
server.setRequestHandler(CallToolRequestSchema, ({ params }) => ({
  content: [{ type: "text", text: JSON.stringify(params.arguments) }],
}));
await server.connect(new StdioServerTransport());
