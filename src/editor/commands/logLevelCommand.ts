import * as vscode from "vscode";
import { serverLogLevels } from "../../protocol/serverLogLevel";
import type { Commands } from "../manifest/commandTable";
import { noticeText } from "../ui/plainText";
import { askChoice } from "../ui/quickInput";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";
import { pickServer } from "./pickTarget";

const levelWords: Readonly<Record<(typeof serverLogLevels)[number], string>> = {
  debug: "everything, for the search for a mistake",
  info: "what it does",
  notice: "what is worth a look",
  warning: "what may go wrong",
  error: "what went wrong",
  critical: "parts that failed",
  alert: "what someone must see to at once",
  emergency: "only that it cannot be used any more",
};

/** Says from which level on a server sends log messages, until the window closes; the entry's `logLevel` holds for longer. */
export function logLevelCommand({ hub, stream }: CommandPorts): Pick<Commands, "mcpHub.setLogLevel"> {
  return {
    "mcpHub.setLogLevel": async (argument) => {
      const server =
        targetOf(argument).server ??
        (await pickServer(stream, "Set Log Level", ({ state }) => state.kind === "ready", "No server is ready."));
      if (server === undefined) return;
      const items = serverLogLevels.map((level) => ({ label: level, description: levelWords[level], value: level }));
      const reply = await askChoice(
        { title: "Set Log Level", placeholder: `From which level on ${server} tells` },
        items,
      );
      if (reply.kind !== "value") return;
      await hub.setLogLevel(server, reply.value);
      vscode.window.setStatusBarMessage(noticeText(`$(check) ${server} tells from "${reply.value}" on`, 100), 3000);
    },
  };
}
