import type { Caller } from "../../protocol/caller";
import { isObject } from "../../protocol/isObject";
import { inEnglish, message } from "../../protocol/message";
import { givenArguments } from "../calls/givenArguments";
import type { KeptResult } from "../calls/keptResults";
import { withheldTool } from "../calls/pinned";
import { hasModelName } from "../catalog/modelName";
import type { ToolSearch } from "../catalog/toolSearch";
import { HubError } from "../kernel/hubError";
import { safeLine } from "../kernel/redact";
import { fenceBytes, fenced, type Origin, unfencedData } from "../messages/fence";
import { firstBytes, type ResultText, resourceResult, resultBody, resultText } from "../messages/resultText";
import type { ChatPorts } from "./chatPorts";
import { type Activity, type ModelTool, type RunContext, type RunResult, readOnText, runTool } from "./modelTool";
import { resolveTool } from "./resolveTool";
import { findLimit, type HubToolName, inputSchema, type ToolInputs, toolInputs, toolTexts } from "./toolInputs";
import { isWithheld, offeredTools } from "./toolOffer";
import { fitting, serverText, toolDescription, toolLine } from "./toolText";

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
    const found = hub.tools().find((one) => hasModelName(one, name));
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
          const withholdsInstructions = deps.pins.withholds(view.id, instructions, digest);
          return serverText(view, hub.catalog(view.id), { withholdsInstructions, limit });
        });
        const none = "No MCP server is configured. The user can add one with the command MCP Hub: Add Server.";
        return ownText(servers.length > 0 ? fitting(servers, limit) : none);
      },
    }),

    mcpHub_findTools: modelTool("mcpHub_findTools", {
      activity: ({ query }) => ({
        doing: message("chat.searching", "Searching the tools for {query}", { query }),
        done: message("chat.searched", "Searched the tools for {query}", { query }),
      }),
      run: async ({ query, limit: count = findLimit.default }, { limit }) => {
        const found = (await search.find(query, count)).filter((tool) => !isWithheld(deps, tool));
        if (found.length === 0) return ownText(noMatch(offeredTools(deps).length, query));
        return written("the search", found.map(toolLine).join("\n"), limit, { of: "tools that servers offer" });
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
        const origin = { server: found.server, tool: found.tool.name };
        return written(`the description of ${found.modelName}`, toolDescription(found), limit, origin);
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
      run: async ({ server, uri: given }, { signal, limit, onAsking, onAsked, conversation }) => {
        const uri = String(unfencedData(given));
        const where = conversation === undefined ? {} : { conversation };
        const heard = { ...(onAsking && { onAsking }), ...(onAsked && { onAsked }) };
        const ask = { server, uri, caller, signal, ...where, ...heard };
        const contents = await deps.requests.readResource(ask);
        const result = resourceResult(contents);
        const limits = { name: `${server}/${safeLine(uri)}`, limit, origin: { server, uri } };
        return { ...resultText(result, limits), whole: { server, result } };
      },
    }),

    mcpHub_readResult: modelTool("mcpHub_readResult", {
      activity: () => ({
        doing: message("chat.readingOn", "Reading more of a result"),
        done: message("chat.readOn", "Read more of a result"),
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

/** One part of the text of a kept result, fenced, and where the next one begins. */
function nextPart(handle: string, { server, tool, result, personSees }: KeptResult, from: number, limit: number) {
  const origin = { server, tool };
  const body = inEnglish(() => resultBody(result, { personSees }));
  const part = firstBytes(body.slice(from), Math.max(1, limit - fenceBytes(origin)));
  const to = from + part.length;
  const name = `${server}/${safeLine(tool, 80)}`;
  if (part === "") return ownText(`The result of ${name} has ${body.length} characters, and none from ${from}.`);
  const range = `Characters ${from} to ${to} of ${body.length} of the result of ${name}:`;
  const next = to < body.length ? [readOnText(handle, to)] : [];
  return ownText([range, fenced(part, origin), ...next].join("\n\n"));
}

/** A text of the hub's own, with what servers wrote in fences. */
const ownText = (text: string): ResultText => ({ text, media: [], isError: false });

/** A text that servers wrote. */
const written = (name: string, text: string, limit: number, origin: Origin): ResultText =>
  resultText({ content: [{ type: "text", text }], isError: false }, { name, limit, origin });
