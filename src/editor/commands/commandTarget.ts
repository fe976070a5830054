import type { HubTool } from "../../core/catalog/catalog";
import type { ServerId } from "../../protocol/hubEvent";

/**
 * What a command was called with. VS Code hands over a node of the tree, a test or another extension may hand over
 * anything: what is not understood counts as nothing, and the person is asked.
 */
export interface Target {
  readonly server?: ServerId;
  readonly name?: string;
  readonly uri?: string;
  readonly uriTemplate?: string;
}

const keys = ["server", "name", "uri", "uriTemplate"] as const;

export function targetOf(argument: unknown): Target {
  if (typeof argument === "string") return { server: argument };
  if (typeof argument !== "object" || argument === null) return {};
  const known = keys.map((key) => [key, Reflect.get(argument, key)]).filter(([, value]) => typeof value === "string");
  return Object.fromEntries(known);
}

/** A tool's name as models see it, a resource's address, else the name itself. */
export function copiedName(target: Target, argument: unknown, tools: readonly HubTool[]): string | undefined {
  const { server, name, uri, uriTemplate } = target;
  if (uri !== undefined || uriTemplate !== undefined) return uri ?? uriTemplate;
  if (name === undefined) return server;
  const isPrompt = typeof argument === "object" && argument !== null && Reflect.get(argument, "kind") === "prompt";
  const tool = isPrompt ? undefined : tools.find((one) => one.server === server && one.tool.name === name);
  return tool?.modelName ?? name;
}
