import type { ServerId } from "../../protocol/hubEvent";
import { changedMeanwhile, isAsAgreed } from "../calls/pinned";
import type { ServerAccess } from "../calls/serverAccess";
import type { ToolCall } from "../calls/toolCall";
import type { Link, RequestOptions } from "../connection/link";
import type { ServerConnections } from "../connection/serverConnections";
import type { HubTasks } from "../tasks/hubTasks";
import type { ClientConnections } from "./clientConnections";
import type { HubDirectory } from "./hub";

/** The last step of every request: straight to the connections of its server. `connectionsOf` throws for a server that the hub does not have. */
export function serverAccess(
  directory: HubDirectory,
  connectionsOf: (server: ServerId) => ServerConnections,
  tasks: HubTasks,
  clients: ClientConnections,
): ServerAccess {
  /** The connections that a request takes: those that all share, unless its client answers more than the hub does. */
  const over = <T>(
    server: ServerId,
    { answers, signal }: Pick<RequestOptions, "answers" | "signal">,
    request: (connections: ServerConnections) => Promise<T>,
  ): Promise<T> => {
    const shared = connectionsOf(server);
    return answers ? clients.run(shared, answers, request, signal) : request(shared);
  };

  const run = <T>(server: ServerId, signal: AbortSignal, work: (link: Link) => Promise<T>): Promise<T> =>
    connectionsOf(server).run(undefined, signal, work);

  const send = (call: ToolCall) =>
    over(call.server, call, (connections) =>
      connections.run(call.tool, call.signal, (link) =>
        isAsAgreed(call.pin, connections.catalog)
          ? link.callTool(call.tool, call.args, call)
          : Promise.reject(changedMeanwhile(call)),
      ),
    );

  return {
    definition: (server) => directory.definition(server),
    catalog: (server, answers) => directory.catalog(server, answers),
    tool: (server, name, signal, answers) => directory.tool(server, name, signal, answers),
    toolNow: (server, name, answers) => directory.toolNow(server, name, answers),
    isThere: async (server) => connectionsOf(server).isThere(),
    callTool: (call) =>
      call.offered?.task ? over(call.server, call, (connections) => tasks.send(call, connections)) : send(call),
    readResource: (server, uri, options) =>
      over(server, options, (connections) =>
        connections.run(undefined, options.signal, (link) => link.readResource(uri, options)),
      ),
    getPrompt: (server, name, args, { pin, ...options }) =>
      over(server, options, (connections) =>
        connections.run(undefined, options.signal, (link) =>
          isAsAgreed(pin, connections.catalog)
            ? link.getPrompt(name, args, options)
            : Promise.reject(changedMeanwhile({ tool: name, server })),
        ),
      ),
    complete: (server, ask, options) =>
      over(server, options, (connections) =>
        connections.run(undefined, options.signal, (link) => link.complete(ask, options)),
      ),
    skills: (server, signal) => run(server, signal, (link) => link.skills(signal)),
    followTask: (call, key) => tasks.follow(call, key),
  };
}
