import type { ServerId } from "../protocol/hubEvent";

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
