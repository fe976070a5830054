import { compatibilityText } from "../../core/presentation/compatibilityTable";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { Commands } from "../manifest/commandTable";
import type { CommandPorts } from "./commandPorts";
import { calledBy, copiedName, noServerText, targetOf } from "./commandTarget";
import { pickServer, pickTool } from "./pickTarget";

type ShowCommand =
  | "mcpHub.showServerLog"
  | "mcpHub.showHubLog"
  | "mcpHub.showActivity"
  | "mcpHub.showServer"
  | "mcpHub.moveActivityToEditor"
  | "mcpHub.moveActivityToPanel"
  | "mcpHub.openCallPage"
  | "mcpHub.showServers"
  | "mcpHub.getStarted"
  | "mcpHub.showCompatibility"
  | "mcpHub.copyName";

type ShowPorts = Pick<
  CommandPorts,
  | "hub"
  | "stream"
  | "logs"
  | "tree"
  | "documents"
  | "compatibility"
  | "activity"
  | "showCallPage"
  | "openWalkthrough"
  | "screen"
>;

/** Commands that only show or copy something. */
export function showCommands(ports: ShowPorts): Pick<Commands, ShowCommand> {
  const { hub, logs, tree, documents, compatibility, activity, screen } = ports;
  const chosen = async (argument: unknown, title: string): Promise<ServerId | undefined> =>
    targetOf(argument).server ?? pickServer(ports, title, () => true, noServerText());
  return {
    "mcpHub.showServerLog": async (argument) => {
      const server = await chosen(argument, message("command.showServerLog", "Show Server Log"));
      if (server !== undefined) logs.show(server);
    },
    "mcpHub.showHubLog": async () => logs.show(),
    "mcpHub.showActivity": () => activity.show(),
    "mcpHub.showServer": async (argument) => {
      const server = await chosen(argument, message("command.showServer", "Show Server Details"));
      if (server !== undefined) await activity.show(server);
    },
    "mcpHub.moveActivityToEditor": () => activity.move("editor"),
    "mcpHub.moveActivityToPanel": () => activity.move("panel"),
    "mcpHub.openCallPage": async (argument) => ports.showCallPage(calledBy(argument)),
    "mcpHub.showServers": () => tree.focus(),
    "mcpHub.getStarted": () => ports.openWalkthrough(),
    "mcpHub.showCompatibility": () =>
      documents.open({
        name: "MCP Hub compatibility.md",
        text: compatibilityText(compatibility()),
        isRendered: true,
      }),
    "mcpHub.copyName": async (argument) => {
      const target = targetOf(argument);
      const name = Object.keys(target).length > 0 ? copiedName(target, argument, hub.tools()) : await pickedName(ports);
      if (name === undefined) return;
      await screen.copy(name);
      screen.done(message("command.nameCopied", "Name copied"));
    },
  };
}

const pickedName = async (ports: ShowPorts): Promise<string | undefined> =>
  (await pickTool(ports, undefined, message("command.copyName", "Copy Name")))?.modelName;
