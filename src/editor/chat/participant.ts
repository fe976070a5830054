import * as vscode from "vscode";
import { ToolSearch } from "../../core/catalog/toolSearch";
import { chatCommands, failureText, type PlainCommandName } from "../../core/conversation/chatCommands";
import type { ChatPorts } from "../../core/conversation/chatPorts";
import type { ChatView } from "../../core/conversation/chatView";
import { converse } from "../../core/conversation/conversation";
import { type ChatMemory, followUps, toMemory } from "../../core/conversation/followUps";
import { modelFailure } from "../../core/conversation/modelFailure";
import type { ModelMessage } from "../../core/conversation/modelMessage";
import { promptLeftText, promptOpening, readPromptInput } from "../../core/conversation/promptInput";
import { type ChatTurn, withoutPictures } from "../../core/conversation/transcript";
import { asHubError, HubError } from "../../core/kernel/hubError";
import { safeLine } from "../../core/kernel/redact";
import { uniqueId } from "../../core/kernel/uniqueId";
import { resourceAt, resourceScheme } from "../../core/presentation/resourcePath";
import { choosePrompt } from "../commands/readCommands";
import type { ResourceFiles } from "../content/resourceFiles";
import type { ResultFiles } from "../content/resultFiles";
import { screen } from "../ui/screen";
import { toSignal } from "../ui/signal";
import { editorModel } from "./editorModel";

/** What the chat participant @mcp answers. */
export function answerTurn(deps: ChatPorts, files: ChatFiles): vscode.ChatRequestHandler {
  const search = new ToolSearch(() => deps.hub.tools());
  return async (request, context, stream, token) => {
    const command = request.command;
    const view = participantView(stream, files);
    const conversation = conversationIn(context, deps);
    const result = isCommand(command)
      ? await runCommand(command, deps, search, request, view, token, conversation)
      : await answer(deps, search, request, context, view, token, conversation);
    // A turn that was canceled has read something, too.
    return { ...result, metadata: { ...result.metadata, conversation, read: deps.read.of(conversation) } };
  };
}

/** What it proposes to ask next. */
export const followUpsOf: vscode.ChatFollowupProvider["provideFollowups"] = ({ metadata }) => [
  ...followUps(toMemory(metadata)),
];

/** The conversation that earlier turns name, or a new one; what they have read is known again after a reload. */
function conversationIn({ history }: vscode.ChatContext, { read }: ChatPorts): string {
  const memories = history.flatMap((turn) =>
    turn instanceof vscode.ChatResponseTurn ? [toMemory(turn.result.metadata)] : [],
  );
  const conversation = memories.findLast((memory) => memory.conversation !== undefined)?.conversation ?? uniqueId();
  for (const memory of memories) read.note(conversation, ...(memory.read ?? []));
  return conversation;
}

const isCommand = (command: string | undefined): command is PlainCommandName =>
  command !== undefined && Object.hasOwn(chatCommands, command);

async function runCommand(
  command: PlainCommandName,
  deps: ChatPorts,
  search: ToolSearch,
  { prompt }: vscode.ChatRequest,
  view: ChatView,
  token: vscode.CancellationToken,
  conversation: string,
): Promise<vscode.ChatResult> {
  try {
    const now = () => performance.now();
    await chatCommands[command](prompt, { deps, search, view, signal: toSignal(token), conversation, now });
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
  deps: ChatPorts,
  search: ToolSearch,
  request: vscode.ChatRequest,
  { history }: vscode.ChatContext,
  view: ChatView,
  token: vscode.CancellationToken,
  conversation: string,
): Promise<vscode.ChatResult> {
  const { model } = request;
  try {
    const isPrompt = request.command === "prompt";
    const opening = isPrompt ? await openingOf(deps, request.prompt, toSignal(token), conversation) : [];
    if (!opening) {
      view.markdown(promptLeftText());
      return {};
    }
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
      id: conversation,
      signal: toSignal(token),
      now: () => performance.now(),
    });
    return remember({ kind: "answer", ...result });
  } catch (error) {
    if (token.isCancellationRequested) return {};
    // Errors of the hub, such as an unknown prompt, name the next step themselves; all others come from the model.
    const text = error instanceof HubError ? error.message : modelFailure(error, model.name);
    return { ...remember({ kind: "answer", failed: true }), errorDetails: { message: failureText(text) } };
  }
}

/** The messages of the prompt that the line names or the person chooses. Asks for missing arguments. */
async function openingOf(
  { hub, requests, stream }: ChatPorts,
  line: string,
  signal: AbortSignal,
  conversation: string,
): Promise<readonly ModelMessage[] | undefined> {
  const servers = stream.view.servers.map(({ id }) => id);
  const chosen = await choosePrompt({ hub, requests, screen }, servers, readPromptInput(line, servers, hub));
  if (!chosen) return undefined;
  const { server, name, args } = chosen;
  return promptOpening(
    server,
    name,
    await requests.getPrompt({ server, name, args, caller: { door: "chat" }, byHand: true, conversation, signal }),
  );
}

const remember = (memory: ChatMemory): vscode.ChatResult => ({ metadata: { ...memory } });

const attachmentLimit = 20;
const textLimit = 4000;

/** The conversation so far as text. The model's text comes from the memory of its turn, without the lines about tools. */
const toTurns = (history: vscode.ChatContext["history"]): readonly ChatTurn[] =>
  history.map((turn) => {
    if (turn instanceof vscode.ChatRequestTurn)
      return { role: "user", text: turn.command ? `/${turn.command} ${turn.prompt}` : turn.prompt };
    const { answer } = toMemory(turn.result.metadata);
    return {
      role: "assistant",
      ...(answer === undefined ? { text: shownText(turn), isShown: true } : { text: answer }),
    };
  });

const shownText = ({ response }: vscode.ChatResponseTurn): string =>
  withoutPictures(
    response.map((part) => (part instanceof vscode.ChatResponseMarkdownPart ? part.value.value : "")).join(""),
  );

/** The attachments of the person: the path of a file, which tools can read, or the text itself. */
const attachedLines = (references: readonly vscode.ChatPromptReference[]): readonly string[] =>
  references.slice(0, attachmentLimit).flatMap(({ value }) => describe(value) ?? []);

function describe(value: unknown): string | undefined {
  if (value instanceof vscode.Uri) return locationText(value);
  if (value instanceof vscode.Location) {
    return `${locationText(value.uri)}, lines ${value.range.start.line + 1} to ${value.range.end.line + 1}`;
  }
  return typeof value === "string" ? value.slice(0, textLimit) : undefined;
}

/** The location of a file or a resource, in a form that the model can read it by. */
function locationText(uri: vscode.Uri): string {
  const resource = uri.scheme === resourceScheme ? resourceAt(uri.path) : undefined;
  if (resource) return `the resource ${safeLine(resource.uri, 2000)} of the MCP server ${resource.server}`;
  return uri.scheme === "file" ? uri.fsPath : uri.toString();
}

/** The files that an answer links. */
export interface ChatFiles {
  readonly results: Pick<ResultFiles, "keep">;
  readonly resources: Pick<ResourceFiles, "fileOf">;
}

/** Shows an answer in the editor's chat. */
function participantView(stream: vscode.ChatResponseStream, { results, resources }: ChatFiles): ChatView {
  const file: ChatView["file"] = (named) => {
    for (const uri of results.keep([named])) stream.anchor(uri, named.name);
  };
  return {
    markdown: (text) => stream.markdown(text),
    progress: (text) => stream.progress(text),
    file,
    picture({ mimeType, data }, named) {
      // Already verified: a known type, and base64 that cannot break out of the address.
      stream.markdown(
        new vscode.MarkdownString(`![${named.name.replace(/[^\w.-]/g, "")}](data:${mimeType};base64,${data})\n\n`),
      );
      file(named);
    },
    resource: (address, name) => stream.anchor(resources.fileOf(address), name),
  };
}
