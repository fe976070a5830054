import { type HubToolName, inputSchema, toolContribution, toolInputs, toolTexts } from "./toolInputs";

export const participantId = "mcpHub.mcp";

/** The participant's commands. The compiler checks that each has a handler. */
export type ChatCommandName = "servers" | "tools" | "call" | "prompt";

const commands: Readonly<Record<ChatCommandName, string>> = {
  servers: "Show all MCP servers and their states",
  tools: "List the tools, or search them",
  call: 'Run a tool: server__tool {"name": "value"}, or name=value pairs',
  prompt: "Start with a prompt of a server: choose one, or enter server/prompt name=value",
};

/** The `languageModelTools` that package.json must contribute. */
export const languageModelTools = () =>
  (Object.keys(toolInputs) as HubToolName[]).map((name) => toolContribution(name, toolTexts[name], inputSchema(name)));

/** The `chatParticipants` that package.json must contribute. */
export const chatParticipants = () => [
  {
    id: participantId,
    name: "mcp",
    fullName: "MCP Hub",
    description: "Answers with the tools of your MCP servers",
    isSticky: true,
    commands: Object.entries(commands).map(([name, description]) => ({ name, description })),
    disambiguation: [
      {
        category: "mcp",
        description:
          "The user wants to use, list, search or run tools of MCP (Model Context Protocol) servers, or asks about the state of those servers.",
        examples: [
          "Which MCP servers are connected?",
          "Use the documents server to extract the text of report.md",
          "Is there an MCP tool that can search the web?",
          "Run the classify tool on this file",
          "Why is my MCP server not working?",
        ],
      },
    ],
  },
];
