import { configuredLevel } from "../../../core/config/schema/serverDefinition";
import type { ServerId } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import { type ServerLogLevel, serverLogLevels } from "../../../protocol/serverLogLevel";
import type { Commands } from "../../manifest/commandTable";
import { noticeText } from "../../ui/plainText";
import type { ChoiceItem } from "../../ui/quickInput";
import { withViewProgress } from "../../ui/viewProgress";
import type { CommandPorts } from "../commandPorts";
import { noServerText, targetOf } from "../commandTarget";
import { pickServer } from "../pickTarget";

/** What stands for no level: the server sends what it likes, and VS Code decides what its log shows. */
const unset = "default";

/**
 * Chooses from which level on a server sends log messages, and from which its log has lines. It is `logLevel` in the server's entry: the
 * one place for it, so it outlives the window. The server goes on running, and what was allowed stays allowed.
 */
export function logLevelCommand(
  ports: Pick<CommandPorts, "hub" | "stream" | "settings" | "showFailure" | "screen">,
): Pick<Commands, "mcpHub.setLogLevel"> {
  const { hub, settings, showFailure, screen } = ports;
  return {
    "mcpHub.setLogLevel": async (argument) => {
      const title = message("command.setLogLevel", "Set Log Level");
      const fits = ({ id }: { readonly id: ServerId }) => hub.definition(id).entry.kind === "valid";
      const server = targetOf(argument).server ?? (await pickServer(ports, title, fits, noServerText()));
      if (server === undefined) return;
      const now = configuredLevel(hub.definition(server));
      const placeholder = message("logLevel.choose", "Select the lowest level that {server} logs", { server });
      const reply = await screen.choice({ title, placeholder: noticeText(placeholder) }, levelItems(), now ?? unset);
      if (reply.kind !== "value") return;
      const level = reply.value === unset ? undefined : reply.value;
      await withViewProgress(screen, server, showFailure, async () => {
        await settings.setValues(server, { logLevel: level });
        const done =
          level === undefined
            ? message("logLevel.unset", "{server} decides what it logs", { server })
            : message("logLevel.done", '{server} logs from level "{level}"', { server, level });
        screen.done(noticeText(done, 100));
      });
    },
  };
}

const levelItems = (): readonly ChoiceItem<ServerLogLevel | typeof unset>[] => [
  ...serverLogLevels.map((level) => ({ label: level, description: levelText(level), value: level })),
  {
    label: unset,
    description: message("logLevel.default", "what the server decides, from its next start"),
    value: unset,
  },
];

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
