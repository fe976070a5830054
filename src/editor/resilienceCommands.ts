import * as vscode from "vscode";
import type { CommandPorts } from "./commandPorts";
import type { Commands } from "./commandTable";
import { figuresText } from "./figuresText";
import { targetOf } from "./target";

/** What calls have come to, and a fresh start for what was refused after failures. */
export function resilienceCommands({
  breakers,
  metrics,
  clock,
  documents,
}: CommandPorts): Pick<Commands, "mcpHub.resetBreakers" | "mcpHub.showFigures"> {
  return {
    "mcpHub.resetBreakers": async (argument) => {
      const { server } = targetOf(argument);
      breakers.reset(server);
      const whose = server === undefined ? "all servers" : server;
      void vscode.window.showInformationMessage(
        `The circuit breakers of ${whose} are closed: calls are let through again.`,
      );
    },
    "mcpHub.showFigures": () =>
      documents.open({ name: "MCP Hub figures.md", text: figuresText(metrics.figures(clock.now())) }),
  };
}
