import * as vscode from "vscode";
import { Later } from "../core/kernel/singleFlight";
import type { RootPorts } from "../editor/commands/commandPorts";
import { targetOf } from "../editor/commands/commandTarget";
import { type CommandId, commandTable } from "../editor/manifest/commandTable";
import type { ShowFailure } from "../editor/ui/showFailure";

/**
 * Registers every command. What they do is loaded with the first of them, and what they need is asked for then. A command never rejects: it
 * shows its failure to the person.
 */
export function windowCommands(ports: () => Promise<RootPorts>, failed: ShowFailure): vscode.Disposable {
  const commands = new Later(async () => {
    const { allCommands } = await import("../editor/commands/allCommands");
    return allCommands(await ports());
  });
  const run = async (id: CommandId, argument: unknown) => {
    const command = (await commands.get())[id] as (argument: unknown) => Promise<void>;
    await command(argument);
  };
  return vscode.Disposable.from(
    ...(Object.keys(commandTable) as CommandId[]).map((id) =>
      vscode.commands.registerCommand(id, async (argument) => {
        try {
          await run(id, argument);
        } catch (error) {
          const { server } = targetOf(argument);
          failed(error, server === undefined ? undefined : { server });
        }
      }),
    ),
  );
}
