import type { HubTool } from "../../core/catalog/catalog";
import type { CallTarget } from "../../protocol/callPageMessages";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";

/**
 * What a command acts on. VS Code passes a tree node; tests and other extensions may pass anything. Unknown values are
 * ignored, and the command asks the person.
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

/** What the call page is to show; `undefined` where the person chooses there. */
export function calledBy(argument: unknown): CallTarget | undefined {
  const { server, name, uri, uriTemplate } = targetOf(argument);
  if (server === undefined) return undefined;
  if (uri !== undefined) return { kind: "resource", server, name: uri };
  if (uriTemplate !== undefined) return { kind: "template", server, name: uriTemplate };
  return name === undefined ? undefined : { kind: isPrompt(argument) ? "prompt" : "tool", server, name };
}

const isPrompt = (argument: unknown): boolean =>
  typeof argument === "object" && argument !== null && Reflect.get(argument, "kind") === "prompt";

/** The text to copy: a tool's model name, a resource's address, otherwise the name itself. */
export function copiedName(target: Target, argument: unknown, tools: readonly HubTool[]): string | undefined {
  const { server, name, uri, uriTemplate } = target;
  if (uri !== undefined || uriTemplate !== undefined) return uri ?? uriTemplate;
  if (name === undefined) return server;
  const tool = isPrompt(argument)
    ? undefined
    : tools.find((candidate) => candidate.server === server && candidate.tool.name === name);
  return tool?.modelName ?? name;
}

/** Why a list of servers is empty. */
export const noServerText = (): string => message("pick.noServers", "No server is configured.");
