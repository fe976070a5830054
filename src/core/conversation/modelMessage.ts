import type { ResultText } from "../messages/resultText";
import type { ModelTool } from "./modelTool";

export interface TextPart {
  readonly kind: "text";
  readonly text: string;
}

export interface ToolCallPart {
  readonly kind: "tool-call";
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

export interface ToolResultPart {
  readonly kind: "tool-result";
  /** The call's id. */
  readonly id: string;
  readonly result: ResultText;
}

/** A piece of a model's output. */
export type ModelPart = TextPart | ToolCallPart;

export type ModelMessage =
  | { readonly role: "user"; readonly parts: readonly (TextPart | ToolResultPart)[] }
  | { readonly role: "assistant"; readonly parts: readonly ModelPart[] };

/** The port to a language model: sends one request and streams the answer. Rejects with the model's own error. */
export type SendToModel = (
  messages: readonly ModelMessage[],
  tools: readonly ModelTool[],
  signal: AbortSignal,
) => AsyncIterable<ModelPart>;

export const userText = (text: string): ModelMessage => ({ role: "user", parts: [{ kind: "text", text }] });

export const assistantText = (text: string): ModelMessage => ({ role: "assistant", parts: [{ kind: "text", text }] });

/** The approximate size of a message in characters. */
export function messageSize(message: ModelMessage): number {
  return message.parts.map(partSize).reduce((sum, size) => sum + size, 0);
}

function partSize(part: ModelMessage["parts"][number]): number {
  if (part.kind === "text") return part.text.length;
  return part.kind === "tool-result" ? part.result.text.length : JSON.stringify(part.input ?? {}).length;
}
