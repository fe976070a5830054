import { isObject } from "../../../protocol/isObject";
import type { Catalog } from "../../catalog/catalog";
import type { ServerDefinition } from "../../config/schema/serverDefinition";
import type { ServerAccess } from "../serverAccess";
import type { Layer, ToolCall } from "../toolCall";
import { defaultsOf, ownName } from "./presentation";

/**
 * The call that a caller means: of the tool behind an alias, with the person's default arguments below its own. Above every other layer,
 * so that rules, questions, events and records have the server's name of the tool, and all that is sent.
 */
export const asConfigured =
  (servers: Pick<ServerAccess, "definition" | "catalog">): Layer =>
  (next) =>
  (call) => {
    const server = serverOf(servers, call);
    if (!server) return next(call);
    const tool = ownName(server.definition, server.catalog, call.tool);
    const defaults = defaultsOf(server.definition, tool);
    if (!defaults) return next(tool === call.tool ? call : { ...call, tool });
    return next({ ...call, tool, args: withDefaults(call.args, defaults) });
  };

/** The server, where its entry says anything of single tools. */
function serverOf(
  servers: Pick<ServerAccess, "definition" | "catalog">,
  { server }: ToolCall,
): { readonly definition: ServerDefinition; readonly catalog: Catalog } | undefined {
  try {
    const definition = servers.definition(server);
    if (definition.entry.kind === "invalid" || !definition.entry.config.tools) return undefined;
    return { definition, catalog: servers.catalog(server) };
  } catch {
    return undefined; // an unknown server: the layers below refuse the call, where that is recorded
  }
}

/** What a caller leaves out comes from the defaults; what is not an object of arguments is refused below. */
function withDefaults(args: ToolCall["args"], defaults: Readonly<Record<string, unknown>>): ToolCall["args"] {
  if (!isObject(args)) return args;
  const missing = Object.entries(defaults).filter(([name]) => !Object.hasOwn(args, name) || args[name] === undefined);
  return missing.length === 0 ? args : { ...args, ...Object.fromEntries(missing) };
}
