import { type HubToolName, inputSchema, toolInputs, toolTexts } from "./toolInputs";

export const participantId = "mcpHub.mcp";

/** The participant's commands; the handler counts them too. */
export type ChatCommandName = "servers" | "tools" | "call" | "prompt";

const commands: Readonly<Record<ChatCommandName, string>> = {
  servers: "Show every MCP server and its state",
  tools: "List the tools, or search them by words",
  call: 'Run one tool: server__tool {"name": "value"}, or name=value pairs',
  prompt: "Begin with a prompt of a server: choose one, or write server/prompt name=value",
};

/** The `languageModelTools` that package.json must contribute. */
export const languageModelTools = () =>
  (Object.keys(toolInputs) as HubToolName[]).map((name) => {
    const { reference, displayName, forModel, forPerson, icon } = toolTexts[name];
    return {
      name,
      toolReferenceName: reference,
      displayName,
      modelDescription: forModel,
      userDescription: forPerson,
      icon,
      tags: ["mcp", "mcp-hub"],
      canBeReferencedInPrompt: true,
      inputSchema: inputSchema(name),
    };
  });

/** The `chatParticipants` that package.json must contribute. */
export const chatParticipants = () => [
  {
    id: participantId,
    name: "mcp",
    fullName: "MCP Hub",
    description: "Ask, and let the tools of your MCP servers do the work",
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
