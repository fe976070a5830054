import type { Caller } from "../../protocol/caller";
import type { ToolSearch } from "../catalog/toolSearch";
import { HubError } from "../kernel/hubError";
import { type ResultText, resourceResult, resultText } from "../messages/resultText";
import type { ChatPorts } from "./chatPorts";
import { type Activity, type ModelTool, type RunContext, type RunResult, runTool } from "./modelTool";
import { resolveTool } from "./resolveTool";
import { findLimit, type HubToolName, inputSchema, type ToolInputs, toolInputs, toolTexts } from "./toolInputs";
import { serverText, toolDescription, toolLine } from "./toolText";

interface Behavior<N extends HubToolName> {
  activity(input: ToolInputs[N]): Activity;
  run(input: ToolInputs[N], context: RunContext): Promise<RunResult> | RunResult;
}

/** The five tools through which a model reaches every server: see, find, read up, call, read. */
export function hubTools(
  deps: ChatPorts,
  search: ToolSearch,
  caller: Caller,
): Readonly<Record<HubToolName, ModelTool>> {
  const { hub, stream } = deps;
  const onServer = (name: string): string => {
    const found = hub.tools().find(({ modelName }) => modelName === name);
    return found ? `${found.tool.name} on ${found.server}` : name;
  };

  return {
    mcpHub_listServers: modelTool("mcpHub_listServers", {
      activity: () => ({ doing: "Listing the servers", done: "Listed the servers" }),
      run: (_, { limit }) => {
        const servers = stream.view.servers.map((view) => serverText(view, hub.catalog(view.id)));
        const none = "No MCP server is configured. The user can add one with the command MCP Hub: Add Server.";
        return plain("the list of servers", servers.join("\n") || none, limit);
      },
    }),

    mcpHub_findTools: modelTool("mcpHub_findTools", {
      activity: ({ query }) => ({ doing: `Searching the tools for ${query}`, done: `Searched the tools for ${query}` }),
      run: async ({ query, limit: count = findLimit.default }, { limit }) => {
        const found = await search.find(query, count);
        return plain("the search", found.map(toolLine).join("\n") || noMatch(hub.tools().length, query), limit);
      },
    }),

    mcpHub_describeTool: modelTool("mcpHub_describeTool", {
      activity: ({ tool }) => ({ doing: `Reading about ${onServer(tool)}`, done: `Read about ${onServer(tool)}` }),
      run: async ({ tool }, { signal, limit }) =>
        plain(`the description of ${tool}`, toolDescription(await resolveTool(deps, search, tool, signal)), limit),
    }),

    mcpHub_callTool: modelTool("mcpHub_callTool", {
      activity: ({ tool }) => ({ doing: `Calling ${onServer(tool)}`, done: onServer(tool) }),
      run: async ({ tool: name, arguments: args = {} }, context) => {
        const { server, tool } = await resolveTool(deps, search, name, context.signal);
        return runTool(deps, caller, { server, name: tool.name, args }, context);
      },
    }),

    mcpHub_readResource: modelTool("mcpHub_readResource", {
      activity: ({ server, uri }) => ({ doing: `Reading ${uri} from ${server}`, done: `Read ${uri} from ${server}` }),
      run: async ({ server, uri }, { signal, limit }) => {
        const contents = await deps.requests.readResource({ server, uri, caller, signal });
        const result = resourceResult(contents);
        return { ...resultText(result, { name: `${server}/${uri}`, limit }), whole: { server, result } };
      },
    }),
  };
}

/** Zod stands at the door of every one, so that the behavior sees only what fits. */
function modelTool<N extends HubToolName>(name: N, { activity, run }: Behavior<N>): ModelTool {
  const schema = toolInputs[name];
  return {
    name,
    description: toolTexts[name].modelDescription,
    // Made when it is asked for: it would cost the start of a window more than all else of the chat.
    get inputSchema() {
      return inputSchema(name);
    },
    activity: (input) => {
      const parsed = schema.safeParse(input);
      return parsed.success
        ? activity(parsed.data)
        : { doing: toolTexts[name].displayName, done: toolTexts[name].displayName };
    },
    run: async (input, context) => {
      const parsed = schema.safeParse(input ?? {});
      if (parsed.success) return run(parsed.data, context);
      const wrong = parsed.error.issues.map(({ path, message }) => `"${path.join(".") || "input"}": ${message}`);
      throw new HubError("bad-arguments", `${name} was not run, because its input does not fit: ${wrong.join("; ")}.`);
    },
  };
}

const noMatch = (tools: number, query: string): string =>
  tools === 0
    ? "No server that is ready offers a tool. See mcpHub_listServers for their states."
    : `None of the ${tools} tools matches "${query}". Try other words, or see mcpHub_listServers.`;

const plain = (name: string, text: string, limit: number): ResultText =>
  resultText({ content: [{ type: "text", text }], isError: false }, { name, limit });
