import type { ServerDefinition } from "../../../core/config/schema/serverDefinition";
import type { CommandPorts } from "../commandPorts";
import { targetOf } from "../commandTarget";
import { noServerText, pickServer } from "../pickTarget";

/** The server that a command is for: its argument, the one that has the focus in the tree, or one that the person selects. */
export async function managedServer(
  { hub, stream, tree }: CommandPorts,
  argument: unknown,
  title: string,
): Promise<ServerDefinition | undefined> {
  const chosen = isByKey(argument)
    ? await tree.focusedServer()
    : (targetOf(argument).server ?? (await pickServer(stream, title, () => true, noServerText())));
  return chosen === undefined ? undefined : hub.definition(chosen);
}

/** Whether a key was pressed in the tree: VS Code does not say on which node. */
const isByKey = (argument: unknown): boolean =>
  typeof argument === "object" && argument !== null && Reflect.get(argument, "focused") === true;
