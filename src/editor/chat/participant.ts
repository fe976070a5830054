import * as vscode from "vscode";
import { ToolSearch } from "../../core/catalog/search";
import { asHubError, HubError } from "../../core/hubError";
import { choosePrompt } from "../readCommands";
import { toSignal } from "../signal";
import { chatCommands, failureText, type PlainCommandName } from "./chatCommands";
import { attachedLines, toTurns } from "./chatContext";
import type { ChatDeps } from "./chatDeps";
import type { ChatView } from "./chatView";
import { participantId } from "./contributions";
import { converse } from "./conversation";
import { editorModel } from "./editorModel";
import { type ChatMemory, followUps, toMemory } from "./followUps";
import { modelFailure } from "./modelFailure";
import type { ModelMessage } from "./modelMessage";
import { type ChatFiles, participantView } from "./participantView";
import { readPromptLine } from "./promptLine";
import { promptOpening } from "./promptOpening";

/** The chat participant @mcp. */
export function registerParticipant(deps: ChatDeps, files: ChatFiles): vscode.Disposable {
  const search = new ToolSearch(() => deps.hub.tools());
  const participant = vscode.chat.createChatParticipant(participantId, (request, context, stream, token) => {
    const command = request.command;
    const view = participantView(stream, files);
    return isCommand(command)
      ? runCommand(command, deps, search, request, view, token)
      : answer(deps, search, request, context, view, token);
  });
  participant.iconPath = new vscode.ThemeIcon("plug");
  participant.followupProvider = { provideFollowups: ({ metadata }) => [...followUps(toMemory(metadata))] };
  return participant;
}

const isCommand = (command: string | undefined): command is PlainCommandName =>
  command !== undefined && Object.hasOwn(chatCommands, command);

async function runCommand(
  command: PlainCommandName,
  deps: ChatDeps,
  search: ToolSearch,
  { prompt }: vscode.ChatRequest,
  view: ChatView,
  token: vscode.CancellationToken,
): Promise<vscode.ChatResult> {
  try {
    const now = () => performance.now();
    await chatCommands[command](prompt, { deps, search, view, signal: toSignal(token), now });
    return remember({ kind: command });
  } catch (error) {
    if (token.isCancellationRequested) return {};
    return {
      ...remember({ kind: command, failed: true }),
      errorDetails: { message: failureText(asHubError(error).message) },
    };
  }
}

async function answer(
  deps: ChatDeps,
  search: ToolSearch,
  request: vscode.ChatRequest,
  { history }: vscode.ChatContext,
  view: ChatView,
  token: vscode.CancellationToken,
): Promise<vscode.ChatResult> {
  const { model } = request;
  try {
    const isPrompt = request.command === "prompt";
    const opening = isPrompt ? await openingOf(deps, request.prompt, toSignal(token)) : [];
    if (!opening) return {}; // the person closed the list of prompts
    const result = await converse({
      deps,
      search,
      prompt: isPrompt ? "" : request.prompt,
      opening,
      attached: attachedLines(request.references),
      history: toTurns(history),
      send: editorModel(model),
      maxInputTokens: model.maxInputTokens,
      view,
      signal: toSignal(token),
      now: () => performance.now(),
    });
    return remember({ kind: "answer", ...result });
  } catch (error) {
    if (token.isCancellationRequested) return {};
    // What is the hub's own, such as a prompt that is not there, says itself what to do; the rest is the model's.
    const message = error instanceof HubError ? error.message : modelFailure(error, model.name);
    return { ...remember({ kind: "answer", failed: true }), errorDetails: { message: failureText(message) } };
  }
}

/** The messages of the prompt that the line names, or that the person chooses; its missing arguments are asked for. */
async function openingOf(
  { hub, stream }: ChatDeps,
  line: string,
  signal: AbortSignal,
): Promise<readonly ModelMessage[] | undefined> {
  const servers = stream.view.servers.map(({ id }) => id);
  const chosen = await choosePrompt(hub, servers, readPromptLine(line, servers, hub));
  if (!chosen) return undefined;
  const { server, name, args } = chosen;
  return promptOpening(name, await hub.getPrompt(server, name, args, { signal }));
}

const remember = (memory: ChatMemory): vscode.ChatResult => ({ metadata: { ...memory } });
