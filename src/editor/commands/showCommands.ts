import * as vscode from "vscode";
import type { Commands } from "../manifest/commandTable";
import type { CommandPorts } from "./commandPorts";
import { copiedName, targetOf } from "./commandTarget";
import { pickServer, pickTool } from "./pickTarget";

type LookCommand =
  | "mcpHub.showServerLog"
  | "mcpHub.showHubLog"
  | "mcpHub.showActivity"
  | "mcpHub.showServers"
  | "mcpHub.copyName";

/** What only shows or copies something. */
export function showCommands(ports: CommandPorts): Pick<Commands, LookCommand> {
  const { hub, stream, logs, tree, showActivity } = ports;
  return {
    "mcpHub.showServerLog": async (argument) => {
      const chosen = targetOf(argument).server;
      const server = chosen ?? (await pickServer(stream, "Show Server Log", () => true, "No server is configured."));
      if (server !== undefined) logs.show(server);
    },
    "mcpHub.showHubLog": async () => logs.show(),
    "mcpHub.showActivity": async () => showActivity(),
    "mcpHub.showServers": () => tree.focus(),
    "mcpHub.copyName": async (argument) => {
      const target = targetOf(argument);
      const name = Object.keys(target).length > 0 ? copiedName(target, argument, hub.tools()) : await pickedName(ports);
      if (name === undefined) return;
      await vscode.env.clipboard.writeText(name);
      vscode.window.setStatusBarMessage("$(check) Name copied", 3000);
    },
  };
}

const pickedName = async ({ hub }: CommandPorts): Promise<string | undefined> =>
  (await pickTool(hub, undefined, "Copy Name"))?.modelName;
