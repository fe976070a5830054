import * as vscode from "vscode";
import type { ModelMessage, ModelPart, SendToModel } from "../../core/conversation/modelMessage";
import { message } from "../../protocol/message";
import { resultParts, seesImages } from "../content/modelParts";
import { toToken } from "../ui/signal";

/** Implements the model port with a language model of the editor. */
export function editorModel(model: vscode.LanguageModelChat): SendToModel {
  const sees = seesImages(model);
  return async function* (messages, tools, signal) {
    const cancel = toToken(signal);
    try {
      const response = await model.sendRequest(
        messages.map((message) => toMessage(message, sees)),
        {
          justification: message("chat.justification", "@mcp answers with the help of your MCP servers."),
          ...(tools.length > 0 && {
            tools: tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
          }),
        },
        cancel.token,
      );
      for await (const part of response.stream) {
        const known = toPart(part);
        if (known) yield known;
      }
    } finally {
      cancel.dispose();
    }
  };
}

/** Ignores other parts (thinking, data), which are not for the person. */
function toPart(part: unknown): ModelPart | undefined {
  if (part instanceof vscode.LanguageModelTextPart) return { kind: "text", text: part.value };
  if (part instanceof vscode.LanguageModelToolCallPart) {
    return { kind: "tool-call", id: part.callId, name: part.name, input: part.input };
  }
  return undefined;
}

function toMessage({ role, parts }: ModelMessage, sees: boolean): vscode.LanguageModelChatMessage {
  const { User, Assistant } = vscode.LanguageModelChatMessageRole;
  return new vscode.LanguageModelChatMessage(
    role === "user" ? User : Assistant,
    parts.map((part) => toEditorPart(part, sees)),
  );
}

function toEditorPart(part: ModelMessage["parts"][number], sees: boolean) {
  switch (part.kind) {
    case "text":
      return new vscode.LanguageModelTextPart(part.text);
    case "tool-call":
      return new vscode.LanguageModelToolCallPart(part.id, part.name, toInput(part.input));
    case "tool-result":
      return new vscode.LanguageModelToolResultPart(part.id, resultParts(part.result, sees));
  }
}

/** If the model sent something other than an object, it gets an empty object back. */
const toInput = (input: unknown): object => (typeof input === "object" && input !== null ? input : {});
