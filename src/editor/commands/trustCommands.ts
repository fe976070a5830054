import type { ServerId } from "../../protocol/hubEvent";
import { message, nameOfServer } from "../../protocol/message";
import type { Commands } from "../manifest/commandTable";
import { itemText } from "../ui/plainText";
import type { Screen } from "../ui/screen";
import type { CommandPorts } from "./commandPorts";
import { noServerText, targetOf } from "./commandTarget";
import { pickServer } from "./pickTarget";

type TrustPorts = Pick<CommandPorts, "stream" | "grants" | "inputs" | "launches" | "tree" | "screen">;

type TrustCommand =
  | "mcpHub.trustServer"
  | "mcpHub.stopTrustingServer"
  | "mcpHub.forgetApprovals"
  | "mcpHub.forgetInputs"
  | "mcpHub.reviewServers";

/** Commands that let servers run, trust annotations, and forget approvals and stored inputs. */
export function trustCommands(ports: TrustPorts): Pick<Commands, TrustCommand> {
  const { stream, grants, inputs, launches, tree, screen } = ports;

  const setTrust = async (argument: unknown, trusted: boolean) => {
    const title = trusted
      ? message("command.trustServer", "Trust Server's Annotations")
      : message("command.stopTrustingServer", "Stop Trusting Server's Annotations");
    const none = trusted
      ? message("trust.allTrusted", "You already trust the annotations of every server.")
      : message("trust.noneTrusted", "You do not trust the annotations of any server.");
    const server =
      targetOf(argument).server ?? (await pickServer(ports, title, ({ id }) => grants.trusts(id) !== trusted, none));
    if (server === undefined) return;
    if (trusted && !(await confirmed(screen, server))) return;
    await grants.trust(server, trusted);
    tree.refresh(server);
    screen.say(
      trusted
        ? message("trust.trusted", "The annotations of {server} are trusted.", { server })
        : message("trust.notTrusted", "The annotations of {server} are no longer trusted.", { server }),
    );
  };

  return {
    "mcpHub.trustServer": (argument) => setTrust(argument, true),
    "mcpHub.stopTrustingServer": (argument) => setTrust(argument, false),
    "mcpHub.forgetApprovals": async (argument) => {
      const target = targetOf(argument).server;
      const choice = target === undefined ? await pickOneOrAll(ports) : { server: target };
      if (!choice || (choice.server === undefined && !(await forgetsAll(screen)))) return;
      await grants.forget(choice.server);
      await launches.consent.forget(choice.server);
      for (const { id } of stream.view.servers) tree.refresh(id);
      screen.say(
        choice.server === undefined
          ? message("trust.allForgotten", "Approvals for all servers were forgotten. You will be asked again.")
          : message("trust.forgotten", "Approvals for {server} were forgotten. You will be asked again.", {
              server: choice.server,
            }),
      );
    },
    "mcpHub.reviewServers": async (argument) => {
      if (launches.review(targetOf(argument).server) === 0)
        screen.say(message("launch.noneWaits", "No server waits for your permission to run."));
    },
    "mcpHub.forgetInputs": async (argument) => {
      const server =
        targetOf(argument).server ??
        (await pickServer(ports, message("command.forgetInputs", "Forget Stored Inputs"), () => true, noServerText()));
      if (server === undefined) return;
      await inputs.forget(server);
      screen.say(
        message(
          "trust.inputsForgotten",
          "The stored inputs of {server} were forgotten. You will be asked for them when it connects again.",
          { server },
        ),
      );
    },
  };
}

/** Warns the person that annotations may be false. */
const confirmed = (screen: Screen, server: ServerId): Promise<boolean> =>
  screen.confirm(
    message("trust.question", "Trust the annotations of {server}?", { server }),
    message(
      "trust.detail",
      "If the setting mcpHub.approval is “writes”, tools that this server marks as read-only run without asking. The hub cannot verify these claims of the server.",
    ),
    message("button.trust", "Trust"),
  );

/** Asks before the approvals of every server are forgotten. */
const forgetsAll = (screen: Screen): Promise<boolean> =>
  screen.confirm(
    message("trust.forgetAll", "Forget the approvals for all servers?"),
    message(
      "trust.forgetAllDetail",
      "Everything that you allowed is forgotten, in this workspace and in all others, and no server's annotations are trusted anymore. The servers of this workspace stop until you allow them again. You will be asked again.",
    ),
    message("button.forget", "Forget"),
  );

async function pickOneOrAll({ stream, screen }: TrustPorts): Promise<{ readonly server?: ServerId } | undefined> {
  const title = message("command.forgetApprovals", "Forget Approvals");
  const placeholder = message("trust.chooseServer", "Select a server, or all servers");
  const items = [
    { label: `$(clear-all) ${message("trust.allServers", "All servers")}`, value: {} },
    ...stream.view.servers.map(({ id }) => ({ label: itemText(nameOfServer(id)), value: { server: id } })),
  ];
  const reply = await screen.choice<{ readonly server?: ServerId }>({ title, placeholder }, items);
  return reply.kind === "value" ? reply.value : undefined;
}
