import * as vscode from "vscode";
import type { Commands } from "../manifest/commandTable";
import { addServer } from "../settings/addServer";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";
import { pickServer } from "./pickTarget";

type SettingsCommand =
  | "mcpHub.addServer"
  | "mcpHub.addSampleServer"
  | "mcpHub.openServerSettings"
  | "mcpHub.openSettings";

/** What writes or opens the settings. A new server shows in the tree, since it takes the focus. */
export function settingsCommands(ports: CommandPorts): Pick<Commands, SettingsCommand> {
  const { stream, settings, sample, tree } = ports;
  const names = () => stream.view.servers.map(({ id }) => id);
  return {
    "mcpHub.addServer": async () => {
      if ((await addServer(settings, names())) !== undefined) await tree.focus();
    },
    "mcpHub.addSampleServer": async () => {
      if (names().includes(sample.name)) {
        vscode.window.showInformationMessage(`The sample server is there already: it is named "${sample.name}".`);
      } else await settings.addServer(sample.name, sample.config, "user");
      await tree.focus();
    },
    "mcpHub.openServerSettings": async (argument) => {
      const chosen = targetOf(argument).server;
      const server =
        chosen ?? (await pickServer(stream, "Open Server Settings", () => true, "No server is configured."));
      if (server !== undefined) await settings.openAt(server);
    },
    "mcpHub.openSettings": async () => {
      await vscode.commands.executeCommand("workbench.action.openSettings", "mcpHub.");
    },
  };
}
