import * as vscode from "vscode";
import type { CommandPorts } from "./commandPorts";
import type { Commands } from "./commandTable";
import { logLevelCommand } from "./logLevelCommand";
import { lookCommands } from "./lookCommands";
import { moveSecretsCommand } from "./moveSecretsCommand";
import { readCommands } from "./readCommands";
import { resilienceCommands } from "./resilienceCommands";
import { attachCommand } from "./resources/attachCommand";
import { secretCommand } from "./secretCommand";
import { serverCommands } from "./serverCommands";
import { settingsCommands } from "./settingsCommands";
import { signInCommands } from "./signInCommands";
import { targetOf } from "./target";
import { taskCommand } from "./tasks/taskCommand";
import { toolCommand } from "./toolCommand";
import { trustCommands } from "./trustCommands";

/** Registers every command of the table; the compiler counts them. A command never rejects: it tells the person. */
export function registerCommands(ports: CommandPorts): vscode.Disposable {
  const commands: Commands = {
    ...serverCommands(ports),
    ...lookCommands(ports),
    ...toolCommand(ports),
    ...readCommands(ports),
    ...attachCommand(ports),
    ...logLevelCommand(ports),
    ...settingsCommands(ports),
    ...trustCommands(ports),
    ...secretCommand(ports),
    ...moveSecretsCommand(ports),
    ...resilienceCommands(ports),
    ...signInCommands(ports),
    ...taskCommand(ports),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([id, run]) =>
      vscode.commands.registerCommand(id, async (argument) => {
        try {
          await run(argument);
        } catch (error) {
          const { server } = targetOf(argument);
          ports.showFailure(error, server === undefined ? undefined : { server });
        }
      }),
    ),
  );
}
