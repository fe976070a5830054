import type { Caller } from "../../protocol/caller";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import { givenArguments } from "../calls/givenArguments";
import type { KeptResult } from "../calls/keptResults";
import { withheldTool } from "../calls/pinned";
import type { ToolSearch } from "../catalog/toolSearch";
import { HubError } from "../kernel/hubError";
import { firstBytes, type ResultText, resourceResult, resultBody, resultText } from "../messages/resultText";
import type { ChatPorts } from "./chatPorts";
import { type Activity, type ModelTool, type RunContext, type RunResult, readOnText, runTool } from "./modelTool";
import { resolveTool } from "./resolveTool";
import { findLimit, type HubToolName, inputSchema, type ToolInputs, toolInputs, toolTexts } from "./toolInputs";
import { isWithheld, offeredTools } from "./toolOffer";
import { serverText, toolDescription, toolLine } from "./toolText";

interface Behavior<N extends HubToolName> {
  activity(input: ToolInputs[N]): Activity;
  run(input: ToolInputs[N], context: RunContext): Promise<RunResult> | RunResult;
}

/** The tools that give a model access to every server. */
export function hubTools(
  deps: ChatPorts,
  search: ToolSearch,
  caller: Caller,
): Readonly<Record<HubToolName, ModelTool>> {
  const { hub, stream } = deps;
  const onServer = (name: string): string => {
    const found = hub.tools().find(({ modelName }) => modelName === name);
    if (!found) return name;
    return message("chat.toolOnServer", "{tool} on {server}", { tool: found.tool.name, server: found.server });
  };

  return {
    mcpHub_listServers: modelTool("mcpHub_listServers", {
      activity: () => ({
        doing: message("chat.listingServers", "Listing the servers"),
        done: message("chat.listedServers", "Listed the servers"),
      }),
      run: (_, { limit }) => {
        const instructions = { kind: "instructions", name: "" } as const;
        const servers = stream.view.servers.map((view) => {
          const digest = view.state.kind === "ready" ? view.state.info.instructionsDigest : undefined;
          return serverText(view, hub.catalog(view.id), deps.pins.withholds(view.id, instructions, digest));
        });
        const none = "No MCP server is configured. The user can add one with the command MCP Hub: Add Server.";
        return plain("the list of servers", servers.join("\n") || none, limit);
      },
    }),

    mcpHub_findTools: modelTool("mcpHub_findTools", {
      activity: ({ query }) => ({
        doing: message("chat.searching", "Searching the tools for {query}", { query }),
        done: message("chat.searched", "Searched the tools for {query}", { query }),
      }),
      run: async ({ query, limit: count = findLimit.default }, { limit }) => {
        const found = (await search.find(query, count)).filter((tool) => !isWithheld(deps, tool));
        return plain("the search", found.map(toolLine).join("\n") || noMatch(offeredTools(deps).length, query), limit);
      },
    }),

    mcpHub_describeTool: modelTool("mcpHub_describeTool", {
      activity: ({ tool }) => ({
        doing: message("chat.describing", "Reading the description of {tool}", { tool: onServer(tool) }),
        done: message("chat.described", "Read the description of {tool}", { tool: onServer(tool) }),
      }),
      run: async ({ tool }, { signal, limit }) => {
        const found = await resolveTool(deps, search, tool, signal);
        if (isWithheld(deps, found)) throw withheldTool(found.server, found.tool.name);
        return plain(`the description of ${tool}`, toolDescription(found), limit);
      },
    }),

    mcpHub_callTool: modelTool("mcpHub_callTool", {
      activity: ({ tool }) => ({
        doing: message("chat.calling", "Calling {tool}", { tool: onServer(tool) }),
        done: onServer(tool),
      }),
      run: async ({ tool: name, arguments: args = {} }, context) => {
        const { server, tool } = await resolveTool(deps, search, name, context.signal);
        return runTool(deps, caller, { server, name: tool.name, args }, context);
      },
    }),

    mcpHub_readResource: modelTool("mcpHub_readResource", {
      activity: ({ server, uri }) => ({
        doing: message("chat.reading", "Reading {uri} from {server}", { uri, server }),
        done: message("chat.read", "Read {uri} from {server}", { uri, server }),
      }),
      run: async ({ server, uri }, { signal, limit, onAsked }) => {
        const contents = await deps.requests.readResource({ server, uri, caller, signal, ...(onAsked && { onAsked }) });
        const result = resourceResult(contents);
        return { ...resultText(result, { name: `${server}/${uri}`, limit }), whole: { server, result } };
      },
    }),

    mcpHub_readResult: modelTool("mcpHub_readResult", {
      activity: () => ({
        doing: message("chat.readingOn", "Reading on in a result"),
        done: message("chat.readOn", "Read on in a result"),
      }),
      run: ({ result, from = 0 }, { limit }) => {
        const found = deps.kept.of(result, caller);
        if (!found)
          throw new HubError(
            "result-expired",
            message("chat.resultGone", "The hub no longer has this result, or it belongs to another caller."),
          );
        return nextPart(result, found, from, limit);
      },
    }),
  };
}

/** Validates the input of a tool, so that its behavior gets only valid input. */
function modelTool<N extends HubToolName>(name: N, { activity, run }: Behavior<N>): ModelTool {
  const schema = toolInputs[name];
  return {
    name,
    description: toolTexts[name].modelDescription,
    // Created on demand: it would slow down the start of a window more than the rest of the chat.
    get inputSchema() {
      return inputSchema(name);
    },
    activity: (input) => {
      const parsed = schema.safeParse(givenInput(input));
      return parsed.success
        ? activity(parsed.data)
        : { doing: toolTexts[name].displayName, done: toolTexts[name].displayName };
    },
    run: async (input, context) => {
      const parsed = schema.safeParse(givenInput(input));
      if (parsed.success) return run(parsed.data, context);
      const problems = parsed.error.issues
        .map((issue) => `"${issue.path.join(".") || "input"}": ${issue.message}`)
        .join("; ");
      throw new HubError(
        "bad-arguments",
        message("chat.badInput", "{tool} was not run, because its input is not valid: {problems}.", {
          tool: name,
          problems,
        }),
      );
    },
  };
}

/** The input of a tool, where a model may have written all of it, or its arguments, as JSON text. */
function givenInput(input: unknown): unknown {
  const given = givenArguments(input);
  return isObject(given) && "arguments" in given ? { ...given, arguments: givenArguments(given.arguments) } : given;
}

const noMatch = (tools: number, query: string): string =>
  tools === 0
    ? "No connected server offers a tool. See mcpHub_listServers for the states of the servers."
    : `No tool matches "${query}" (${tools} searched). Try other words, or see mcpHub_listServers.`;

/** One part of the text of a kept result, and where the next one begins. */
function nextPart(handle: string, { server, tool, result, personSees }: KeptResult, from: number, limit: number) {
  const body = resultBody(result, { personSees });
  const part = firstBytes(body.slice(from), limit);
  const to = from + part.length;
  const name = `${server}/${tool}`;
  const range = `Characters ${from} to ${to} of ${body.length} of the result of ${name}:`;
  const text =
    part === "" ? `The result of ${name} has ${body.length} characters, and none from ${from}.` : `${range}\n\n${part}`;
  const next = to < body.length && part !== "" ? [readOnText(handle, to)] : [];
  return { text: [text, ...next].join("\n\n"), media: [], isError: false };
}

const plain = (name: string, text: string, limit: number): ResultText =>
  resultText({ content: [{ type: "text", text }], isError: false }, { name, limit });
