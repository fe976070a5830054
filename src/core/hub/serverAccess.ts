import type { ServerId } from "../../protocol/hubEvent";
import { changedMeanwhile, isAsAgreed } from "../calls/pinned";
import type { ServerAccess } from "../calls/serverAccess";
import type { ToolCall } from "../calls/toolCall";
import type { Link } from "../connection/link";
import type { ServerConnections } from "../connection/serverConnections";
import type { HubTasks } from "../tasks/hubTasks";
import type { HubDirectory } from "./hub";

/** The last step of every request: straight to the connections of its server. `connectionsOf` throws for a server that the hub does not have. */
export function serverAccess(
  directory: HubDirectory,
  connectionsOf: (server: ServerId) => ServerConnections,
  tasks: HubTasks,
): ServerAccess {
  const run = <T>(server: ServerId, signal: AbortSignal, work: (link: Link) => Promise<T>): Promise<T> =>
    connectionsOf(server).run(undefined, signal, work);

  const send = (call: ToolCall, connections: ServerConnections) =>
    connections.run(call.tool, call.signal, (link) =>
      isAsAgreed(call.pin, connections.catalog)
        ? link.callTool(call.tool, call.args, call)
        : Promise.reject(changedMeanwhile(call)),
    );

  return {
    definition: (server) => directory.definition(server),
    catalog: (server) => directory.catalog(server),
    tool: (server, name, signal) => directory.tool(server, name, signal),
    toolNow: (server, name) => directory.toolNow(server, name),
    isThere: async (server) => connectionsOf(server).isThere(),
    callTool: (call) => (call.offered?.task ? tasks.send(call) : send(call, connectionsOf(call.server))),
    readResource: (server, uri, options) => run(server, options.signal, (link) => link.readResource(uri, options)),
    getPrompt: (server, name, args, { pin, ...options }) => {
      const connections = connectionsOf(server);
      return connections.run(undefined, options.signal, (link) =>
        isAsAgreed(pin, connections.catalog)
          ? link.getPrompt(name, args, options)
          : Promise.reject(changedMeanwhile({ tool: name, server })),
      );
    },
    complete: (server, ask, signal) => run(server, signal, (link) => link.complete(ask, signal)),
    skills: (server, signal) => run(server, signal, (link) => link.skills(signal)),
    followTask: (call, key) => tasks.follow(call, key),
  };
}
