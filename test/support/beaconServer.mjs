// An MCP server whose every text is a beacon: a picture, a link or HTML that would tell the address on the command line who is
// looking, if anything fetched it. node test/support/beaconServer.mjs http://127.0.0.1:1234
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import {
  CallToolRequestSchema,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";

const address = process.argv[2] ?? "";
const beacon = (/** @type {string} */ place) =>
  `**Bold** ![x](${address}/?q=${place}) <img src="${address}/?q=${place}-html"> ![y\\](a.png)](${address}/?q=${place}-name) [z](${address}/?q=${place}-link)`;
const said = (/** @type {string} */ text) => ({ type: /** @type {const} */ ("text"), text });

const inputSchema = {
  type: /** @type {const} */ ("object"),
  properties: { text: { type: "string", description: beacon("argument") } },
};
const tools = [
  {
    name: "look",
    title: beacon("title"),
    description: beacon("description"),
    inputSchema,
    icons: [{ src: `${address}/?q=icon` }],
  },
  { name: "fail", description: beacon("description"), inputSchema },
];

const server = new Server(
  { name: "beacon", version: "1.0.0" },
  { capabilities: { tools: {}, prompts: {}, resources: {}, logging: {} }, instructions: beacon("instructions") },
);
server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools }));
server.setRequestHandler(ListResourcesRequestSchema, async () => ({
  resources: [{ uri: `${address}/?q=resource`, name: beacon("resource"), description: beacon("resource") }],
}));
server.setRequestHandler(ListPromptsRequestSchema, async () => ({
  prompts: [{ name: "ask", description: beacon("prompt") }],
}));
server.setRequestHandler(GetPromptRequestSchema, async () => ({
  messages: [{ role: "user", content: said(beacon("message")) }],
}));
server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
  if (params.name === "fail") throw new Error(beacon("error"));
  await server.sendLoggingMessage({ level: "error", data: beacon("log") });
  return {
    content: [
      said(`# Heading\n\n${beacon("result")}`),
      { type: "resource_link", uri: `${address}/?q=linked.png`, name: beacon("name"), mimeType: "image/png" },
    ],
  };
});
await server.connect(new StdioServerTransport());
