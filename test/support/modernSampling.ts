import { inputRequired, type McpServer } from "@modelcontextprotocol/server";
import { pixel, silence } from "./media";

const tools = [{ name: "pick__color", description: "Picks a color.", inputSchema: { type: "object" as const } }];

/** A request to a model with a picture, a sound and every wish there is; the same as that of `startSamplingServer`. */
const describing: Parameters<typeof inputRequired.createMessage>[0] = {
  messages: [
    {
      role: "user",
      content: [
        { type: "text", text: "What is this?" },
        { type: "image", data: pixel, mimeType: "image/png" },
        { type: "audio", data: silence, mimeType: "audio/wav" },
      ],
    },
  ],
  systemPrompt: "Be brief.",
  maxTokens: 50,
  temperature: 0.2,
  stopSequences: ["STOP"],
  modelPreferences: { hints: [{ name: "eyes" }], costPriority: 0.1, speedPriority: 0.9 },
};

/** Two tools that ask a language model inside their results: `describe` with every wish there is, `loop` with a tool of their own. */
export function registerSampling(server: McpServer): void {
  const ask = (params: Parameters<typeof inputRequired.createMessage>[0], requestState = "{}") =>
    inputRequired({ inputRequests: { model: inputRequired.createMessage(params) }, requestState });
  const saying = (what: unknown) => ({ content: [{ type: "text" as const, text: JSON.stringify(what) }] });
  server.registerTool("describe", {}, ({ mcpReq }) =>
    mcpReq.inputResponses ? saying(mcpReq.inputResponses.model) : ask(describing),
  );
  server.registerTool("loop", {}, ({ mcpReq }) => {
    const first = { role: "user" as const, content: { type: "text" as const, text: 'pick__color {"of":"car"}' } };
    const said = Object(mcpReq.inputResponses).model;
    if (said === undefined) return ask({ messages: [first], maxTokens: 50, tools });
    if (said.stopReason !== "toolUse") return saying({ rounds: 1, said });
    const results = [said.content].flat().map(({ id, input }) => ({
      type: "tool_result" as const,
      toolUseId: id,
      content: [{ type: "text" as const, text: `red ${input.of}` }],
    }));
    const messages = [first, { role: said.role, content: said.content }, { role: "user" as const, content: results }];
    return ask({ messages, maxTokens: 50, tools });
  });
}
