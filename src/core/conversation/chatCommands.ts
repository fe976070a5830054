import type { ServerView } from "../../protocol/hubView";
import { message, nameOfServer } from "../../protocol/message";
import { describeState } from "../../protocol/summary";
import { asShown, type HubTool } from "../catalog/catalog";
import type { ToolSearch } from "../catalog/toolSearch";
import { safeLine } from "../kernel/redact";
import { type ResultLimits, resultText } from "../messages/resultText";
import { isJson } from "../presentation/fileName";
import { codeBlock, codeSpan, escapeMarkdown, table } from "../presentation/markdown";
import { readable } from "../presentation/readable";
import { shownParts } from "../presentation/shownPart";
import { askingText, endedText, progressText, runningText, stopwatch, throttled } from "./activityText";
import type { ChatCommandName } from "./chatContributions";
import type { ChatPorts } from "./chatPorts";
import type { ChatView } from "./chatView";
import { parseArguments, splitCommandInput } from "./commandInput";
import { type RunResult, resultLimit, serverTool } from "./modelTool";
import { resolveTool } from "./resolveTool";
import { resultRenderer, textLimit } from "./resultRenderer";
import { requiredArguments } from "./toolText";

/** The commands that are answered here. `/prompt` goes to a language model. */
export type PlainCommandName = Exclude<ChatCommandName, "prompt">;

/** The most tools that a search shows, each in one line. */
const toolsFound = 20;

/** The most tools of one server that are named without a search. */
const toolsNamed = 30;

export interface CommandContext {
  readonly deps: ChatPorts;
  readonly search: ToolSearch;
  readonly view: ChatView;
  readonly signal: AbortSignal;
  /** What tells this conversation from every other one. */
  readonly conversation?: string;
  readonly now: () => number;
}

/** The participant's commands that need no language model. Each rejects with a `HubError`. */
export const chatCommands: Readonly<
  Record<PlainCommandName, (prompt: string, context: CommandContext) => Promise<void> | void>
> = { servers: showServers, tools: showTools, call: callTool };

function showServers(_: string, { deps, view }: CommandContext): void {
  const { servers } = deps.stream.view;
  if (servers.length === 0) {
    view.markdown(
      message("chat.noServers", "No MCP server is configured yet. Add one with the command **MCP Hub: Add Server**."),
    );
    return;
  }
  view.markdown(
    table(
      [message("chat.serverColumn", "Server"), message("chat.stateColumn", "State")],
      servers.map((server) => [nameOfServer(server.id), stateText(server)]),
    ),
  );
}

/** The state in one column, because a chat is narrow: `Ready, 9 tools, 10 resources, 2 prompts`. */
function stateText(server: ServerView): string {
  if (server.state.kind !== "ready") return describeState(server);
  const resources = server.counts.resources + server.counts.resourceTemplates;
  const { prompts } = server.counts;
  return [
    describeState(server),
    resources === 1 && message("chat.oneResource", "1 resource"),
    resources > 1 && message("chat.resources", "{count} resources", { count: resources }),
    prompts === 1 && message("chat.onePrompt", "1 prompt"),
    prompts > 1 && message("chat.prompts", "{count} prompts", { count: prompts }),
  ]
    .filter((part) => part !== false)
    .join(", ");
}

async function showTools(prompt: string, { deps, search, view }: CommandContext): Promise<void> {
  const all = deps.hub.tools();
  const query = prompt.trim();
  const found = query === "" ? all : await search.find(query, all.length);
  if (found.length === 0) {
    view.markdown(
      all.length === 0
        ? message("chat.noTools", "No connected server offers a tool. See `/servers` for the states of the servers.")
        : message("chat.noMatch", "No tool matches. Try other words."),
    );
    return;
  }
  if (query === "") {
    view.markdown(toolsByServer(all).join("\n\n"));
    view.markdown(
      `\n\n${message("chat.searchTools", "To see what tools do, add a few words after `/tools`, such as `/tools read file`.")}`,
    );
    return;
  }
  const rows = found.slice(0, toolsFound).map(toolItem);
  view.markdown(rows.join("\n"));
  if (found.length > rows.length) {
    const counts = { shown: rows.length, total: found.length };
    view.markdown(`\n\n${message("chat.moreTools", "{shown} of {total} tools that match. Add more words.", counts)}`);
  }
}

/** The names of all tools, a paragraph for each server: what each of them does would fill pages. */
function toolsByServer(tools: readonly HubTool[]): readonly string[] {
  const servers = new Set(tools.map(({ server }) => server));
  return [...servers].map((server) => {
    const all = tools.filter((tool) => tool.server === server);
    const names = all.slice(0, toolsNamed).map(({ modelName }) => codeSpan(modelName));
    const more = all.length - names.length;
    const rest = more > 0 ? [message("chat.moreNames", "and {count} more", { count: more })] : [];
    return `**${escapeMarkdown(nameOfServer(server))}** (${all.length}): ${[...names, ...rest].join(", ")}`;
  });
}

/** A list item: a table would be too wide for a chat. */
function toolItem(of: HubTool): string {
  const { modelName } = of;
  const tool = asShown(of);
  const required = requiredArguments(tool.inputSchema);
  const description = firstSentence(tool.description || tool.title || "");
  const args = required.length > 0 ? ` (${escapeMarkdown(required.join(", "))})` : "";
  const item = `- **${escapeMarkdown(modelName)}**${args}`;
  return description === "" ? item : `${item}: ${escapeMarkdown(description, 120)}`;
}

/** What a tool does, in one line: the rest of a description is for models. */
const firstSentence = (text: string): string => /^.*?[.!?](?=\s|$)/.exec(safeLine(text, 400))?.[0] ?? text;

async function callTool(
  prompt: string,
  { deps, search, view, signal, conversation, now }: CommandContext,
): Promise<void> {
  const { name, rest } = splitCommandInput(
    prompt,
    deps.hub.tools().map(({ server, tool }) => `${server}/${tool.name}`),
  );
  const found = await resolveTool(deps, search, name, signal);
  const tool = serverTool(deps, { door: "chat" }, found);
  const args = parseArguments(rest, asShown(found).inputSchema);
  const activity = tool.activity(args);
  view.progress(runningText(activity));
  const took = stopwatch(now);
  const showProgress = throttled(now, (text: string) => view.progress(text));
  const limit = Math.min(textLimit, resultLimit(deps.options()));
  const result = await tool.run(args, {
    signal,
    limit,
    onAsking: (isAsking) => {
      if (!signal.aborted) view.progress(isAsking ? askingText(activity) : runningText(activity));
    },
    onAsked: took.without,
    conversation,
    onProgress: (progress) => showProgress(progressText(activity, progress)),
  });
  view.markdown(`${endedText(activity, result.isError ? "tool-error" : "ok", took.ms())}\n\n`);
  showResult(view, result, { name: activity.done, limit });
}

/** Shows a whole result to the person, without the fences for a model: text as the tool sent it, everything else as pictures and links. */
function showResult(view: ChatView, { whole }: RunResult, limits: ResultLimits): void {
  if (!whole) return;
  const parts = shownParts(whole.result);
  if (parts.every(({ kind }) => kind === "text" || kind === "json")) {
    const { text } = resultText(whole.result, limits);
    view.markdown(codeBlock(readable(text), isJson(text) ? "json" : ""));
  } else {
    resultRenderer(view)(parts, whole.server, limits);
    const { warning } = whole.result;
    if (warning !== undefined) view.markdown(escapeMarkdown(warning, 1000));
  }
}

/** Escapes the message of a failure for the chat. */
export const failureText = (text: string): string => escapeMarkdown(text, 1000);
