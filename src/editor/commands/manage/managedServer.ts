import type { ServerDefinition } from "../../../core/config/schema/serverDefinition";
import { message } from "../../../protocol/message";
import { followedText, openFollowed } from "../../settings/openFollowed";
import type { CommandPorts } from "../commandPorts";
import { noServerText, targetOf } from "../commandTarget";
import { pickServer } from "../pickTarget";

/**
 * The server that a command is for: its argument, the one that has the focus in the tree, or one that the person selects. One of a followed
 * file is changed only there: the person is told, and led to it.
 */
export async function managedServer(
  ports: Pick<CommandPorts, "hub" | "stream" | "tree" | "showFailure" | "screen">,
  argument: unknown,
  title: string,
): Promise<ServerDefinition | undefined> {
  const { hub, tree, showFailure, screen } = ports;
  const chosen = isByKey(argument)
    ? await tree.focusedServer()
    : (targetOf(argument).server ?? (await pickServer(ports, title, () => true, noServerText())));
  const server = chosen === undefined ? undefined : hub.definition(chosen);
  if (server?.scope !== "followed") return server;
  screen.follow(
    followedText(server),
    [{ label: message("apps.openFile", "Open File"), run: () => openFollowed(server) }],
    { failed: (error) => showFailure(error) },
  );
  return undefined;
}

/** Whether a key was pressed in the tree: VS Code does not say on which node. */
const isByKey = (argument: unknown): boolean =>
  typeof argument === "object" && argument !== null && Reflect.get(argument, "focused") === true;
