import type { CreateMessageRequestParams } from "@modelcontextprotocol/client";
import { visibleText } from "../../core/kernel/untrusted/visible";
import type { Content } from "../../core/messages/content";
import type { SamplingAnswer, SamplingAsk, SamplingMessage, SamplingPart } from "../../core/questions/clientFeatures";
import { isObject } from "../../protocol/isObject";
import { defined } from "../normalize/fields";
import { normalizeContent } from "../normalize/normalizeContent";

/** A server's sampling request as the hub's own type. */
export function samplingAsk(server: string, params: CreateMessageRequestParams): SamplingAsk {
  const {
    messages,
    systemPrompt,
    maxTokens,
    temperature,
    stopSequences,
    modelPreferences,
    includeContext,
    toolChoice,
    tools = [],
  } = params;
  const { hints = [], costPriority: cost, speedPriority: speed, intelligencePriority } = modelPreferences ?? {};
  return {
    server,
    messages: messages.map(toMessage),
    ...(systemPrompt !== undefined && { system: visibleText(systemPrompt) }),
    maxTokens,
    ...(temperature !== undefined && { temperature }),
    ...(stopSequences && { stopSequences }),
    priorities: defined({ cost, speed, intelligence: intelligencePriority }),
    ...(includeContext !== undefined && includeContext !== "none" && { context: includeContext }),
    hints: hints.flatMap(({ name }) => (name ? [name] : [])),
    tools: tools.map(({ name, description = "", inputSchema }) => ({
      name,
      description: visibleText(description),
      inputSchema,
    })),
    toolChoice: toolChoice?.mode ?? "auto",
  };
}

const toMessage = ({ role, content }: CreateMessageRequestParams["messages"][number]): SamplingMessage => ({
  role,
  parts: [content].flat().map(toPart),
});

function toPart(block: unknown): SamplingPart {
  if (isObject(block)) {
    const { type, id, name, input, toolUseId, content, isError } = block;
    if (type === "tool_use" && typeof id === "string" && typeof name === "string") return { type, id, name, input };
    if (type === "tool_result" && typeof toolUseId === "string")
      return {
        type,
        id: toolUseId,
        content: Array.isArray(content) ? content.map((one) => shown(normalizeContent(one))) : [],
        isError: isError === true,
      };
  }
  const content = shown(normalizeContent(block));
  if (content.type === "text") return content;
  if (content.type === "image" || content.type === "audio") return content;
  return { type: "text", text: visibleText(JSON.stringify(content)) };
}

/** A model must not read what the person who allows it cannot see. */
const shown = (content: Content): Content =>
  content.type === "text" ? { ...content, text: visibleText(content.text) } : content;

/** The model's answer as the server expects it: one block, or a list where the server gave the model tools. */
export function samplingResult({ model, parts, stopReason }: SamplingAnswer, { tools }: SamplingAsk) {
  const blocks = parts.map((part) =>
    part.type === "text" ? part : { ...part, input: isObject(part.input) ? { ...part.input } : {} },
  );
  if (tools.length > 0) return { model, role: "assistant" as const, stopReason, content: blocks };
  const text = parts.map((part) => (part.type === "text" ? part.text : "")).join("");
  return { model, role: "assistant" as const, stopReason, content: { type: "text" as const, text } };
}
