import { secretKey } from "../../core/config/secrets/secretKey";
import { storedNames } from "../../core/config/secrets/storedNames";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { Commands } from "../manifest/commandTable";
import type { Screen } from "../ui/screen";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";
import { pickServer } from "./pickTarget";

const titleText = () => message("command.setSecret", "Set Secret");

/** Stores the value of a `${secret:NAME}` or `${input:NAME}` in a server's entry, then restarts the server. */
export function secretCommand(
  ports: Pick<CommandPorts, "hub" | "stream" | "secrets" | "screen">,
): Pick<Commands, "mcpHub.setSecret"> {
  const { hub, secrets, screen } = ports;
  const names = (server: ServerId) => storedNames(hub.definition(server));
  return {
    "mcpHub.setSecret": async (argument) => {
      const title = titleText();
      const none = message("secrets.noReferences", "No server uses {secret} or {input} in its settings.", references);
      const target = targetOf(argument);
      const server = target.server ?? (await pickServer(ports, title, ({ id }) => names(id).length > 0, none));
      if (server === undefined) return;
      const all = names(server);
      const isNamed = target.name !== undefined && all.includes(target.name);
      const name = isNamed ? target.name : await pickName(screen, server, all);
      if (name === undefined) return;
      const prompt = message("secrets.prompt", "{name} of {server}. VS Code keeps it in its secret storage.", {
        name,
        server,
      });
      const reply = await screen.text({ title, prompt, value: "", password: true, check: () => undefined });
      if (reply.kind !== "value" || reply.value === "") return;
      await secrets.set(secretKey(hub.definition(server), name), reply.value);
      await hub.restart(server);
    },
  };
}

const references = { secret: "${secret:NAME}", input: "${input:NAME}" };

async function pickName(screen: Screen, server: ServerId, names: readonly string[]): Promise<string | undefined> {
  if (names.length === 0) {
    const values = { server, ...references };
    const none = message(
      "secrets.noReferencesInServer",
      "The settings of {server} use neither {secret} nor {input}.",
      values,
    );
    screen.say(none);
    return undefined;
  }
  const items = names.map((name) => ({ label: name, value: name }));
  const placeholder = message("secrets.chooseName", "Select the value to set");
  if (names.length === 1) return names[0];
  const reply = await screen.choice({ title: titleText(), placeholder }, items);
  return reply.kind === "value" ? reply.value : undefined;
}
