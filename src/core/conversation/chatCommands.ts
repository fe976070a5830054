import type { ServerView } from "../../protocol/hubView";
import { describeState } from "../../protocol/summary";
import type { HubTool } from "../catalog/catalog";
import type { ToolSearch } from "../catalog/toolSearch";
import type { ResultLimits } from "../messages/resultText";
import { isJson } from "../presentation/fileName";
import { codeBlock, escapeMarkdown, table } from "../presentation/markdown";
import { shownParts } from "../presentation/shownPart";
import { endedText, progressText, runningText, throttled } from "./activityText";
import type { ChatCommandName } from "./chatContributions";
import type { ChatPorts } from "./chatPorts";
import type { ChatView } from "./chatView";
import { parseArguments, splitCommandInput } from "./commandInput";
import { type RunResult, resultLimit, serverTool } from "./modelTool";
import { resolveTool } from "./resolveTool";
import { resultRenderer, textLimit } from "./resultRenderer";
import { requiredArguments } from "./toolText";

/** A prompt goes to a language model; the others are answered here. */
export type PlainCommandName = Exclude<ChatCommandName, "prompt">;

const toolsShown = 50;

export interface CommandContext {
  readonly deps: ChatPorts;
  readonly search: ToolSearch;
  readonly view: ChatView;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/** The commands of the participant that need no language model. Each rejects with a `HubError`. */
export const chatCommands: Readonly<
  Record<PlainCommandName, (prompt: string, context: CommandContext) => Promise<void> | void>
> = { servers: showServers, tools: showTools, call: callTool };

function showServers(_: string, { deps, view }: CommandContext): void {
  const { servers } = deps.stream.view;
  if (servers.length === 0) {
    view.markdown("No MCP server is configured yet. Add one with the command **MCP Hub: Add Server**.");
    return;
  }
  view.markdown(
    table(
      ["Server", "State"],
      servers.map((server) => [server.label, stateWords(server)]),
    ),
  );
}

/** A chat is narrow: one column says all, e.g. `Ready, 9 tools, 10 resources, 2 prompts`. */
function stateWords(server: ServerView): string {
  if (server.state.kind !== "ready") return describeState(server);
  const { resources, resourceTemplates, prompts } = server.counts;
  const count = (number: number, noun: string) => (number === 0 ? [] : [`${number} ${noun}${number === 1 ? "" : "s"}`]);
  return [describeState(server), ...count(resources + resourceTemplates, "resource"), ...count(prompts, "prompt")].join(
    ", ",
  );
}

async function showTools(prompt: string, { deps, search, view }: CommandContext): Promise<void> {
  const all = deps.hub.tools();
  const words = prompt.trim();
  const found = words === "" ? all : await search.find(words, toolsShown);
  if (found.length === 0) {
    const none =
      all.length === 0 ? "No server that is ready offers a tool." : `None of the ${all.length} tools matches.`;
    view.markdown(`${none} ${all.length === 0 ? "See `/servers` for their states." : "Try other words."}`);
    return;
  }
  const rows = found.slice(0, toolsShown).map(toolItem);
  view.markdown(rows.join("\n"));
  if (found.length > rows.length) {
    view.markdown(`\n\n${rows.length} of ${found.length} tools. Search with \`/tools\` and a few words.`);
  }
}

/** A list rather than a table: a chat is narrow, and names and descriptions are long. */
function toolItem({ modelName, tool }: HubTool): string {
  const needs = requiredArguments(tool.inputSchema);
  const what = tool.description || tool.title || "";
  const name = `- **${escapeMarkdown(modelName)}**${needs.length > 0 ? ` (${escapeMarkdown(needs.join(", "))})` : ""}`;
  return what === "" ? name : `${name}: ${escapeMarkdown(what, 300)}`;
}

async function callTool(prompt: string, { deps, search, view, signal, now }: CommandContext): Promise<void> {
  const { tool: name, rest } = splitCommandInput(prompt);
  const found = await resolveTool(deps, search, name, signal);
  const tool = serverTool(deps, "chat", found);
  const args = parseArguments(rest, found.tool.inputSchema);
  const activity = tool.activity(args);
  view.progress(runningText(activity));
  const started = now();
  const tell = throttled(now, (line: string) => view.progress(line));
  const limit = Math.min(textLimit, resultLimit(deps.options()));
  const result = await tool.run(args, {
    signal,
    limit,
    onProgress: (progress) => tell(progressText(activity, progress)),
  });
  view.markdown(`${endedText(activity, result.isError ? "tool-error" : "ok", now() - started)}\n\n`);
  showResult(view, result, { name: activity.done, limit });
}

/** All of a result: what is text as the tool sent it, and what is not as pictures and links. */
function showResult(view: ChatView, { text, whole }: RunResult, limits: ResultLimits): void {
  const parts = whole ? shownParts(whole.result) : [];
  if (!whole || parts.every(({ kind }) => kind === "text" || kind === "json"))
    view.markdown(codeBlock(text, isJson(text) ? "json" : ""));
  else resultRenderer(view)(parts, whole.server, limits);
}

/** A command's failure as the chat shows it. */
export const failureText = (message: string): string => escapeMarkdown(message, 1000);
