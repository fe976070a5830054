import * as vscode from "vscode";
import { message } from "../../../protocol/message";
import type { Commands } from "../../manifest/commandTable";
import type { CommandPorts } from "../commandPorts";

/** Shows the log of the window as JSON lines, and makes a bug report to send to somebody. */
export function logFileCommands({
  logFile,
  bugReport,
  showFailure,
  screen,
}: CommandPorts): Pick<Commands, "mcpHub.showJsonLog" | "mcpHub.exportDiagnostics"> {
  return {
    "mcpHub.showJsonLog": async () => {
      const file = await logFile.current();
      if (file !== undefined) return screen.openFile(file);
      const openSettings = {
        label: message("button.openSettings", "Open Settings"),
        run: () => screen.run("workbench.action.openSettings", "mcpHub.jsonLog"),
      };
      screen.follow(message("jsonLog.off", "No JSON log is kept. Turn on `mcpHub.jsonLog`."), [openSettings], {
        failed: showFailure,
      });
    },
    // Not saved anywhere yet: the person reads it first, may remove parts of it, and says where it goes.
    "mcpHub.exportDiagnostics": async () => {
      const document = await vscode.workspace.openTextDocument({ language: "json", content: bugReport() });
      await vscode.window.showTextDocument(document, { preview: false });
    },
  };
}
