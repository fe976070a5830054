import type { HubTool } from "../core/hub";
import type { Target } from "./target";

/** A tool's name as models see it, a resource's address, else the name itself. */
export function copiedName(target: Target, argument: unknown, tools: readonly HubTool[]): string | undefined {
  const { server, name, uri, uriTemplate } = target;
  if (uri !== undefined || uriTemplate !== undefined) return uri ?? uriTemplate;
  if (name === undefined) return server;
  const isPrompt = typeof argument === "object" && argument !== null && Reflect.get(argument, "kind") === "prompt";
  const tool = isPrompt ? undefined : tools.find((one) => one.server === server && one.tool.name === name);
  return tool?.modelName ?? name;
}
