import * as vscode from "vscode";
import { modelSchema } from "../../core/catalog/modelSchema";
import { abortError, HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { checkedMedia } from "../../core/messages/checkedMedia";
import { resultText } from "../../core/messages/resultText";
import type { SamplingAnswer, SamplingAsk, SamplingPart } from "../../core/questions/clientFeatures";
import { message } from "../../protocol/message";
import { dataPart, resultParts, seesImages } from "../content/modelParts";
import { toToken } from "../ui/signal";
import { AnswerBounds, chooseModel } from "./chooseModel";

/** Characters of a tool's result that the server hands to the model. */
const resultLimit = 200_000;

/** Asks a language model of the editor in the name of a server. Rejects with a `HubError` where there is none, or where it fails. */
export async function sampleModel(ask: SamplingAsk, signal: AbortSignal): Promise<SamplingAnswer> {
  const model = chooseModel(await vscode.lm.selectChatModels(), ask.hints);
  if (!model)
    throw new HubError(
      "denied",
      message("sampling.noModel", '"{server}" asked for a language model, but the editor has none. Sign in to one.', {
        server: ask.server,
      }),
    );
  if (signal.aborted)
    throw abortError(
      signal,
      message("questions.samplingWhat", 'The request of "{server}" to a language model', { server: ask.server }),
    );
  const cancel = toToken(signal);
  try {
    return await answerOf(model, ask, cancel.token);
  } catch (error) {
    if (signal.aborted || error instanceof HubError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new HubError(
      "denied",
      message("sampling.noAnswer", 'The language model {model} did not answer "{server}": {why}', {
        model: model.name,
        server: ask.server,
        why,
      }),
      {
        cause: error,
      },
    );
  } finally {
    cancel.dispose(); // a model that was cut short stops
  }
}

async function answerOf(
  model: vscode.LanguageModelChat,
  ask: SamplingAsk,
  token: vscode.CancellationToken,
): Promise<SamplingAnswer> {
  const { Auto, Required } = vscode.LanguageModelChatToolMode;
  const tools = (ask.toolChoice === "none" ? [] : ask.tools).map(modelTool);
  const { User } = vscode.LanguageModelChatMessageRole;
  const system = ask.system === undefined ? [] : [new vscode.LanguageModelChatMessage(User, ask.system)];
  const sees = seesImages(model);
  const unseen = new Set<string>();
  const response = await model.sendRequest(
    [...system, ...ask.messages.map((message) => toMessage(message, sees, unseen))],
    {
      justification: message("sampling.justification", "The MCP server {server} asks the model; you allowed it.", {
        server: ask.server,
      }),
      ...(ask.temperature !== undefined && { modelOptions: { temperature: ask.temperature } }),
      ...(tools.length > 0 && {
        tools: tools.map(({ tool }) => tool),
        toolMode: ask.toolChoice === "required" ? Required : Auto,
      }),
    },
    token,
  );
  const bounds = new AnswerBounds(ask);
  const uses: Extract<SamplingAnswer["parts"][number], { type: "tool_use" }>[] = [];
  for await (const part of response.stream) {
    if (part instanceof vscode.LanguageModelToolCallPart) {
      const used = tools.find(({ tool }) => tool.name === part.name);
      const input = used ? used.restore({ ...part.input }) : part.input;
      uses.push({ type: "tool_use", id: part.callId, name: part.name, input });
    }
    if (part instanceof vscode.LanguageModelTextPart && !bounds.add(part.value)) break;
  }
  const { text, stopReason = uses.length > 0 ? "toolUse" : "endTurn" } = bounds;
  if (text === "" && stopReason === "endTurn") throw new Error(message("sampling.silent", "it returned no text."));
  const said = text === "" && uses.length > 0 ? [] : [{ type: "text", text } as const];
  const notes = [...unseen].map((what) =>
    message("sampling.onlyNamed", "It was told only that there was {what}.", { what }),
  );
  return { model: model.id, parts: [...said, ...uses], stopReason, ...(notes.length > 0 && { notes }) };
}

/** A tool of the server for the model, and how the model's input becomes what the tool takes. */
function modelTool({ name, description, inputSchema }: SamplingAsk["tools"][number]) {
  const { schema, note, restore } = modelSchema(inputSchema);
  const tool = { name, description: [description, note].filter(Boolean).join("\n\n"), inputSchema: schema };
  return { tool, restore };
}

/** `unseen` collects what the model gets only by name. */
function toMessage(
  { role, parts }: SamplingAsk["messages"][number],
  sees: boolean,
  unseen: Set<string>,
): vscode.LanguageModelChatMessage {
  const { User, Assistant } = vscode.LanguageModelChatMessageRole;
  const message = new vscode.LanguageModelChatMessage(role === "user" ? User : Assistant, []);
  // Pictures are parts that the oldest editor that the hub runs in does not know.
  const content: unknown[] = parts.map((part) => toEditorPart(part, sees, unseen));
  Reflect.set(message, "content", content);
  return message;
}

function toEditorPart(part: SamplingPart, sees: boolean, unseen: Set<string>): unknown {
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
          sees,
        ),
      );
    default: {
      // No editor says whether a model can hear; newer ones say whether it can see.
      const media = sees && part.type === "image" ? checkedMedia(part.mimeType, part.data) : undefined;
      const picture = media && dataPart(media);
      if (picture) return picture;
      const what = `${part.type === "image" ? "a picture" : "a sound"} (${safeLine(part.mimeType, 60)})`;
      unseen.add(what);
      return new vscode.LanguageModelTextPart(`(Here was ${what}, which cannot be given to this model.)`);
    }
  }
}
