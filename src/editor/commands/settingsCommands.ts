import * as vscode from "vscode";
import { message } from "../../protocol/message";
import type { Commands } from "../manifest/commandTable";
import { addServer } from "../settings/addServer";
import { hasWorkspaceSettings } from "../settings/workspaceLocation";
import type { CommandPorts } from "./commandPorts";
import { noServerText, targetOf } from "./commandTarget";
import { pickServer } from "./pickTarget";
import type { RegistryCommand } from "./registry/registryCommands";

type SettingsCommand =
  | "mcpHub.addServer"
  | "mcpHub.addSampleServer"
  | "mcpHub.openServerSettings"
  | "mcpHub.openSettings";

/** Commands that write or open the settings. After a server is added, the tree gets the focus. */
export function settingsCommands(
  ports: CommandPorts,
  registry: Pick<Commands, RegistryCommand>,
): Pick<Commands, SettingsCommand> {
  const { stream, settings, sample, tree } = ports;
  const lookFor = { services: registry["mcpHub.browseServices"], registry: registry["mcpHub.searchRegistry"] };
  const names = () => stream.view.servers.map(({ id }) => id);
  return {
    "mcpHub.addServer": async () => {
      const added = await addServer(ports.screen, hasWorkspaceSettings(), settings, names());
      if (added?.kind === "server") await tree.focus();
      else if (added) await lookFor[added.kind]();
    },
    "mcpHub.addSampleServer": async () => {
      if (names().includes(sample.name)) {
        const text = message("command.sampleExists", 'The sample server already exists as "{server}".', {
          server: sample.name,
        });
        void vscode.window.showInformationMessage(text);
      } else await settings.addServer(sample.name, sample.config, "user");
      await tree.focus();
    },
    "mcpHub.openServerSettings": async (argument) => {
      const chosen = targetOf(argument).server;
      const title = message("command.openServerSettings", "Show Server's Settings Entry");
      const server = chosen ?? (await pickServer(ports, title, () => true, noServerText()));
      if (server !== undefined) await settings.openAt(server);
    },
    "mcpHub.openSettings": async () => {
      await vscode.commands.executeCommand("workbench.action.openSettings", `@ext:${ports.extensionId}`);
    },
  };
}
