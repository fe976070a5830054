import * as vscode from "vscode";
import { message } from "../../protocol/message";
import { type ServerLogLevel, serverLogLevels } from "../../protocol/serverLogLevel";
import type { Commands } from "../manifest/commandTable";
import { noticeText } from "../ui/plainText";
import { askChoice } from "../ui/quickInput";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";
import { pickServer } from "./pickTarget";

/** Sets the lowest level of the log messages that a server sends, until the window closes. `logLevel` in the entry is permanent. */
export function logLevelCommand({ hub, stream }: CommandPorts): Pick<Commands, "mcpHub.setLogLevel"> {
  return {
    "mcpHub.setLogLevel": async (argument) => {
      const title = message("command.setLogLevel", "Set Log Level");
      const none = message("command.noServerReady", "No server is ready.");
      const server =
        targetOf(argument).server ?? (await pickServer(stream, title, ({ state }) => state.kind === "ready", none));
      if (server === undefined) return;
      const items = serverLogLevels.map((level) => ({ label: level, description: levelText(level), value: level }));
      const placeholder = message("logLevel.choose", "Select the lowest level that {server} logs", { server });
      const reply = await askChoice({ title, placeholder }, items);
      if (reply.kind !== "value") return;
      await hub.setLogLevel(server, reply.value);
      const done = message("logLevel.done", '{server} logs from level "{level}"', { server, level: reply.value });
      vscode.window.setStatusBarMessage(noticeText(`$(check) ${done}`, 100), 3000);
    },
  };
}

function levelText(level: ServerLogLevel): string {
  switch (level) {
    case "debug":
      return message("logLevel.debug", "details for debugging");
    case "info":
      return message("logLevel.info", "normal operation");
    case "notice":
      return message("logLevel.notice", "normal but significant events");
    case "warning":
      return message("logLevel.warning", "possible problems");
    case "error":
      return message("logLevel.error", "errors");
    case "critical":
      return message("logLevel.critical", "failed components");
    case "alert":
      return message("logLevel.alert", "problems that need action at once");
    case "emergency":
      return message("logLevel.emergency", "an unusable server");
  }
}
