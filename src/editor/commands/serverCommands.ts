import { asHubError } from "../../core/kernel/hubError";
import type { ServerId } from "../../protocol/hubEvent";
import type { ServerView } from "../../protocol/hubView";
import { message } from "../../protocol/message";
import type { Commands } from "../manifest/commandTable";
import { failuresNotice } from "../ui/failureNotice";
import { withViewProgress } from "../ui/viewProgress";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";
import { pickServer } from "./pickTarget";

type ServerCommand =
  | "mcpHub.connectServer"
  | "mcpHub.disconnectServer"
  | "mcpHub.restartServer"
  | "mcpHub.reconnectAll"
  | "mcpHub.enableServer"
  | "mcpHub.disableServer";

const isDisabled = ({ state }: ServerView): boolean => state.kind === "stopped" && state.reason === "disabled";
const isUp = ({ state }: ServerView): boolean =>
  state.kind === "ready" || state.kind === "starting" || state.kind === "waiting";

/** Commands that connect, disconnect, enable and disable servers. */
export function serverCommands(
  ports: Pick<CommandPorts, "hub" | "stream" | "settings" | "showFailure" | "screen">,
): Pick<Commands, ServerCommand> {
  const { hub, stream, settings, showFailure, screen } = ports;

  /** A command on one server: its argument, or a server that the person selects from those that fit. */
  const onServer =
    (
      title: () => string,
      fits: (server: ServerView) => boolean,
      none: () => string,
      run: (server: ServerId) => Promise<void>,
    ): ((argument?: unknown) => Promise<void>) =>
    async (argument) => {
      const server = targetOf(argument).server ?? (await pickServer(ports, title(), fits, none()));
      if (server !== undefined) await withViewProgress(screen, server, showFailure, () => run(server));
    };

  return {
    "mcpHub.connectServer": onServer(
      () => message("command.connectServer", "Connect Server"),
      (server) => !isUp(server) && !isDisabled(server),
      () => message("command.allConnected", "Every server is connected or disabled."),
      (server) => hub.connect(server),
    ),
    "mcpHub.disconnectServer": onServer(
      () => message("command.disconnectServer", "Disconnect Server"),
      isUp,
      () => message("command.noneConnected", "No server is connected."),
      (server) => hub.disconnect(server),
    ),
    "mcpHub.restartServer": onServer(
      () => message("command.restartServer", "Restart Server"),
      (server) => !isDisabled(server),
      () => message("command.noneEnabled", "No server is configured and enabled."),
      (server) => hub.restart(server),
    ),
    "mcpHub.reconnectAll": async () => {
      const servers = stream.view.servers.filter((server) => !isDisabled(server));
      const failures = new Map<ServerId, unknown>();
      const note = (id: ServerId) => (error: unknown) => {
        if (asHubError(error).code !== "cancelled") failures.set(id, error);
      };
      await Promise.all(servers.map(({ id }) => withViewProgress(screen, id, note(id), () => hub.restart(id))));
      const [first, ...others] = failures;
      if (others.length > 0) screen.notice(failuresNotice([...failures.keys()]), showFailure);
      else if (first) showFailure(first[1], { server: first[0] });
    },
    "mcpHub.enableServer": onServer(
      () => message("command.enableServer", "Enable Server"),
      isDisabled,
      () => message("command.noneDisabled", "No server is disabled."),
      (server) => settings.setEnabled(server, true),
    ),
    "mcpHub.disableServer": onServer(
      () => message("command.disableServer", "Disable Server"),
      (server) => !isDisabled(server),
      () => message("command.noneEnabled", "No server is configured and enabled."),
      (server) => settings.setEnabled(server, false),
    ),
  };
}
