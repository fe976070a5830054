import * as vscode from "vscode";
import type { Commands } from "../manifest/commandTable";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";
import { findResource } from "./readCommands";

/** Attaches a resource to the chat: the editor's own models get a file, @mcp gets an address that it can read. */
export function attachCommand(ports: CommandPorts): Pick<Commands, "mcpHub.attachResource"> {
  return {
    "mcpHub.attachResource": async (argument) => {
      const found = await findResource(ports, targetOf(argument));
      if (!found) return;
      const attachFiles = [ports.resources.fileOf(found)];
      await vscode.commands.executeCommand("workbench.action.chat.open", {
        query: "",
        isPartialQuery: true,
        attachFiles,
      });
    },
  };
}
