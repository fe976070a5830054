import * as vscode from "vscode";
import type { SamplingAnswer, SamplingAsk, SamplingPart } from "../../core/asks/answerer";
import { resultText } from "../../core/calls/resultText";
import { HubError } from "../../core/hubError";
import { resultParts } from "../chat/resultParts";
import { AnswerBounds } from "./answerBounds";
import { chooseModel } from "./chooseModel";

/** Characters of a tool's result that the server hands to the model. */
const resultLimit = 200_000;

/** Asks a language model of the editor in the name of a server. Rejects with a `HubError` where there is none, or where it fails. */
export async function sampleModel(ask: SamplingAsk, signal: AbortSignal): Promise<SamplingAnswer> {
  const model = chooseModel(await vscode.lm.selectChatModels(), ask.hints);
  if (!model)
    throw new HubError(
      "denied",
      `"${ask.server}" asked for a language model, and the editor has none. Sign in to one.`,
    );
  const source = new vscode.CancellationTokenSource();
  const cancel = () => source.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    return await answerOf(model, ask, source.token);
  } catch (error) {
    if (signal.aborted || error instanceof HubError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new HubError("denied", `The language model ${model.name} did not answer "${ask.server}": ${why}`, {
      cause: error,
    });
  } finally {
    signal.removeEventListener("abort", cancel);
    source.cancel(); // a model that was cut short stops
    source.dispose();
  }
}

async function answerOf(
  model: vscode.LanguageModelChat,
  ask: SamplingAsk,
  token: vscode.CancellationToken,
): Promise<SamplingAnswer> {
  const { Auto, Required } = vscode.LanguageModelChatToolMode;
  const tools = ask.toolChoice === "none" ? [] : ask.tools;
  const { User } = vscode.LanguageModelChatMessageRole;
  const system = ask.system === undefined ? [] : [new vscode.LanguageModelChatMessage(User, ask.system)];
  const response = await model.sendRequest(
    [...system, ...ask.messages.map(toMessage)],
    {
      justification: `The MCP server ${ask.server} asks the model; you allowed it.`,
      ...(tools.length > 0 && {
        tools: tools.map((tool) => ({ ...tool })),
        toolMode: ask.toolChoice === "required" ? Required : Auto,
      }),
    },
    token,
  );
  const bounds = new AnswerBounds(ask);
  const uses: Extract<SamplingAnswer["parts"][number], { type: "tool_use" }>[] = [];
  for await (const part of response.stream) {
    if (part instanceof vscode.LanguageModelToolCallPart)
      uses.push({ type: "tool_use", id: part.callId, name: part.name, input: part.input });
    if (part instanceof vscode.LanguageModelTextPart && !bounds.add(part.value)) break;
  }
  const { text, stopReason = uses.length > 0 ? "toolUse" : "endTurn" } = bounds;
  const said = text === "" && uses.length > 0 ? [] : [{ type: "text", text } as const];
  return { model: model.id, parts: [...said, ...uses], stopReason };
}

function toMessage({ role, parts }: SamplingAsk["messages"][number]): vscode.LanguageModelChatMessage {
  const { User, Assistant } = vscode.LanguageModelChatMessageRole;
  return new vscode.LanguageModelChatMessage(role === "user" ? User : Assistant, parts.map(toEditorPart));
}

function toEditorPart(part: SamplingPart) {
  switch (part.type) {
    case "text":
      return new vscode.LanguageModelTextPart(part.text);
    case "tool_use":
      return new vscode.LanguageModelToolCallPart(part.id, part.name, Object(part.input));
    case "tool_result":
      return new vscode.LanguageModelToolResultPart(
        part.id,
        resultParts(
          resultText({ content: part.content, isError: part.isError }, { name: "result", limit: resultLimit }),
          false,
        ),
      );
    default:
      // A model that sees pictures only in results of tools is not told apart here: it is told that there was one.
      return new vscode.LanguageModelTextPart(
        `(${part.type} of the type ${part.mimeType}, which cannot be shown here)`,
      );
  }
}
