// A sound MCP server for tests of the editor's commands: a tool with every kind of argument, one that takes its time, a large
// result, a resource, a template and a prompt. node test/support/formServer.mjs [--tools=5000]
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import {
  CallToolRequestSchema,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";

const many = Number(/--tools=(\d+)/.exec(process.argv.join(" "))?.[1] ?? 0);
const said = (/** @type {string} */ text) => ({ content: [{ type: /** @type {const} */ ("text"), text }] });

const booking = {
  type: /** @type {const} */ ("object"),
  required: ["city", "nights"],
  properties: {
    city: { type: "string", minLength: 2, description: "Where to [stay](command:workbench.action.reloadWindow)" },
    nights: { type: "integer", minimum: 1, maximum: 30, default: 2 },
    room: {
      oneOf: [
        { const: "s", title: "Single" },
        { const: "d", title: "Double" },
      ],
    },
    extras: { type: "array", items: { type: "string", enum: ["breakfast", "parking"] } },
    guests: { type: "array", items: { type: "string" } },
    notes: { type: "object" },
  },
};
const nothing = { type: /** @type {const} */ ("object"), properties: {} };

const tools = [
  {
    name: "book",
    description: "Books a room. $(check) checked",
    inputSchema: booking,
    annotations: { readOnlyHint: true },
  },
  { name: "wait", description: "Waits until it is cancelled.", inputSchema: nothing },
  { name: "large", description: "Answers with 5 MB.", inputSchema: nothing },
  { name: "waits", description: "Says how many waits were cancelled.", inputSchema: nothing },
  { name: "refuse", description: "Says no.", inputSchema: nothing },
  ...Array.from({ length: many }, (_, at) => ({
    name: `tool_${at}`,
    description: "One of many.",
    inputSchema: nothing,
  })),
];

let cancelled = 0;

const server = new Server(
  { name: "forms", version: "1.0.0" },
  { capabilities: { tools: {}, resources: {}, prompts: {}, logging: {} }, instructions: "Be kind." },
);
server.setRequestHandler(ListToolsRequestSchema, () => ({ tools }));
server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, sendNotification, _meta }) => {
  if (params.name === "book") return said(JSON.stringify(params.arguments));
  if (params.name === "large") return said(`${"All of it. ".repeat(10)}\n`.repeat(47_000));
  if (params.name === "waits") {
    await server.sendLoggingMessage({ level: "debug", data: "Counting the waits" });
    return said(`cancelled: ${cancelled}`);
  }
  if (params.name === "refuse") return { ...said("The hotel is full."), isError: true };
  if (params.name !== "wait") return said(params.name);
  const progressToken = _meta?.progressToken;
  if (progressToken !== undefined)
    await sendNotification({
      method: "notifications/progress",
      params: { progressToken, progress: 1, total: 4, message: "a quarter" },
    });
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  cancelled++;
  return said("cancelled");
});
server.setRequestHandler(ListResourcesRequestSchema, () => ({
  resources: [{ uri: "hotel://rooms/list.md", name: "rooms", description: "All rooms", mimeType: "text/markdown" }],
}));
server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
  resourceTemplates: [{ uriTemplate: "hotel://rooms/{number}", name: "room" }],
}));
server.setRequestHandler(ReadResourceRequestSchema, ({ params }) => ({
  contents: [{ uri: params.uri, mimeType: "text/markdown", text: `# ${params.uri}\n` }],
}));
server.setRequestHandler(ListPromptsRequestSchema, () => ({
  prompts: [{ name: "praise", description: "Praises a guest", arguments: [{ name: "guest", required: true }] }],
}));
server.setRequestHandler(GetPromptRequestSchema, ({ params }) => ({
  messages: [{ role: "user", content: { type: "text", text: `Praise ${params.arguments?.guest}.` } }],
}));
process.stderr.write("forms is here\n");
await server.connect(new StdioServerTransport());
