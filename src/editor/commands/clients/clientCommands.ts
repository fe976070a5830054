import type { ListedClient } from "../../../core/access/clientTokens";
import { message, nameOfServer } from "../../../protocol/message";
import type { ClientTarget, Commands } from "../../manifest/commandTable";
import { clientFacts } from "../../ui/clientText";
import { itemText } from "../../ui/plainText";
import type { Screen } from "../../ui/screen";
import { isPlainName } from "../../ui/toolScope";
import type { CommandPorts } from "../commandPorts";
import { askNewClient } from "./addClient";

type ClientPorts = Pick<
  CommandPorts,
  "hub" | "clients" | "stream" | "clock" | "screen" | "showFailure" | "turnOnGateway"
>;

/** Lets a program use the hub, and takes that back. */
export function clientCommands(
  ports: ClientPorts,
): Pick<Commands, "mcpHub.addClient" | "mcpHub.rotateClientToken" | "mcpHub.revokeClient"> {
  const { hub, clients, stream, clock, screen } = ports;

  const pick = async (title: string, placeholder: string): Promise<ListedClient | undefined> => {
    const all = await clients.list();
    if (all.length === 0) {
      screen.say(message("clients.none", "No other program may use your servers."));
      return undefined;
    }
    const now = clock.now();
    const items = all.map((client) => ({
      label: itemText(client.name),
      description: itemText(clientFacts(client, now).join(" · "), 200),
      value: client,
    }));
    const reply = await screen.choice({ title, placeholder }, items);
    return reply.kind === "value" ? reply.value : undefined;
  };

  /** The client that a command is about; `undefined` after a cancel, or where it is gone. */
  const clientOf = async (argument: ClientTarget | undefined, title: string, placeholder: string) => {
    const id = typeof argument === "string" ? argument : argument?.client;
    if (id === undefined) return pick(title, placeholder);
    const known = (await clients.list()).find((client) => client.id === id);
    if (!known) screen.say(message("clients.goneAlready", "This client was revoked before."));
    return known;
  };

  return {
    "mcpHub.addClient": async () => {
      const servers = stream.view.servers
        .filter(({ id }) => isPlainName(id))
        .map(({ id }) => ({ id, name: nameOfServer(id) }));
      const tools = hub
        .tools()
        .filter(({ server, tool }) => isPlainName(server) && isPlainName(tool.name))
        .map(({ server, tool }) => ({ server, serverName: nameOfServer(server), tool: tool.name }));
      const profiles = Object.keys(clients.profiles());
      const wanted = await askNewClient(screen, { servers, tools, profiles, now: clock.now() });
      if (!wanted) return;
      if (clients.gateway() !== "on") await ports.turnOnGateway();
      const { token } = await clients.add(wanted);
      await screen.copy(token);
      showToken(ports, wanted.name, token, `${clients.url()}/mcp`);
    },
    "mcpHub.rotateClientToken": async (argument) => {
      const title = message("command.rotateClientToken", "Rotate Gateway Token");
      const known = await clientOf(
        argument,
        title,
        message("clients.chooseRotated", "Select the client to give a new token"),
      );
      if (!known || !(await isRotated(screen, known.name))) return;
      const token = await clients.rotate(known.id);
      await screen.copy(token);
      showToken(ports, known.name, token, `${clients.url()}/mcp`);
    },
    "mcpHub.revokeClient": async (argument) => {
      const title = message("command.revokeClient", "Revoke Client");
      const choose = message("clients.choose", "Select the client that may no longer use your servers");
      const known = await clientOf(argument, title, choose);
      if (!known || !(await isRevoked(screen, known.name))) return;
      await clients.revoke(known.id);
      screen.say(message("clients.revoked", "{name} may no longer use your servers.", { name: known.name }));
    },
  };
}

/** The token is in the clipboard, and here as long as the notice stands. */
function showToken({ screen, showFailure }: ClientPorts, name: string, token: string, url: string): void {
  const text = message(
    "clients.token",
    '{name} can use your servers at {url}. Its token was copied and is not shown again: the program sends it as "Authorization: Bearer TOKEN".',
    { name, url },
  );
  const show = (): void => screen.follow(text, [copyAddress, copyToken], { failed: showFailure });
  // The notice comes back: the other one may be wanted, too.
  const copied = (label: string, copy: string) => ({ label, run: () => screen.copy(copy).then(show) });
  const copyToken = copied(message("button.copyToken", "Copy Token"), token);
  const copyAddress = copied(message("button.copyAddress", "Copy Address"), url);
  show();
}

const isRevoked = (screen: Screen, name: string): Promise<boolean> =>
  screen.confirm(
    message("clients.revokeQuestion", "Revoke {name}?", { name }),
    message(
      "clients.revokeDetail",
      "Its open connections end at once, and its token no longer lets it in, in any window.",
    ),
    message("button.revoke", "Revoke"),
  );

const isRotated = (screen: Screen, name: string): Promise<boolean> =>
  screen.confirm(
    message("clients.rotateQuestion", "Give {name} a new token?", { name }),
    message(
      "clients.rotateDetail",
      "The old token no longer lets it in, in any window, and its open connections end at once. Enter the new one in the program.",
    ),
    message("button.rotate", "Rotate Token"),
  );
