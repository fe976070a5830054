import { liftSecrets } from "../../core/config/secrets/liftSecrets";
import { type LiteralSecret, literalSecrets } from "../../core/config/secrets/literalSecrets";
import type { ServerId } from "../../protocol/hubEvent";
import { message, nameOfServer } from "../../protocol/message";
import type { Commands } from "../manifest/commandTable";
import { itemText } from "../ui/plainText";
import type { Screen } from "../ui/screen";
import { withViewProgress } from "../ui/viewProgress";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";
import { pickServer } from "./pickTarget";

const titleText = () => message("command.moveSecrets", "Move Secrets to Secret Storage");

/** Replaces secrets in plain text in the settings with `${secret:NAME}` and stores their values. */
export function moveSecretsCommand(
  ports: Pick<CommandPorts, "hub" | "stream" | "settings" | "secrets" | "launches" | "showFailure" | "screen">,
): Pick<Commands, "mcpHub.moveSecrets"> {
  const { hub, settings, secrets, launches, showFailure, screen } = ports;

  const found = (server: ServerId): readonly LiteralSecret[] => {
    const { entry, scope } = hub.definition(server);
    // The secrets of a followed file stay there.
    return entry.kind === "valid" && scope !== "followed" ? literalSecrets(entry.config) : [];
  };

  const move = async (server: ServerId, chosen: readonly string[]): Promise<void> => {
    const definition = hub.definition(server);
    const { changed, changes, values, carried } = liftSecrets(definition, ({ path }) =>
      chosen.includes(path.join(".")),
    );
    const stored: string[] = [];
    const store = async (key: string, value: string) => {
      stored.push(key);
      await secrets.set(key, value);
    };
    try {
      // The storage first: the server restarts as soon as the settings have changed.
      for (const { key, value } of values) await store(key, value);
      for (const { from, to } of carried) {
        const value = await secrets.get(from);
        if (value !== undefined) await store(to, value);
      }
      // The person changes the entry that they allowed to run, and knows how.
      await launches.consent.carry(definition, changed);
      await settings.replaceTexts(server, changes);
    } catch (error) {
      for (const key of stored) await secrets.delete(key);
      throw error;
    }
    const names = values.map(({ name }) => `\${secret:${name}}`).join(", ");
    screen.say(movedText(values.length, server, names));
  };

  return {
    "mcpHub.moveSecrets": async (argument) => {
      const target = targetOf(argument);
      const none = message("secrets.none", "No server has a secret in plain text in its settings.");
      const server = target.server ?? (await pickServer(ports, titleText(), ({ id }) => found(id).length > 0, none));
      if (server === undefined) return;
      const { name } = target;
      const chosen = name === undefined ? await chooseSecrets(screen, server, found(server)) : [name];
      if (chosen && chosen.length > 0) await withViewProgress(screen, server, showFailure, () => move(server, chosen));
    },
  };
}

const movedText = (count: number, server: ServerId, names: string): string =>
  count === 1
    ? message(
        "secrets.movedOne",
        "1 secret of {server} was moved to secret storage. The settings now refer to {names}. To restore it, undo the change in the editor. If others have seen this file, replace the secret where it was issued.",
        { server, names },
      )
    : message(
        "secrets.moved",
        "{count} secrets of {server} were moved to secret storage. The settings now refer to {names}. To restore them, undo the change in the editor. If others have seen this file, replace the secrets where they were issued.",
        { count, server, names },
      );

/** Asks which secrets to move; all are selected. */
async function chooseSecrets(
  screen: Screen,
  server: ServerId,
  secrets: readonly LiteralSecret[],
): Promise<readonly string[] | undefined> {
  if (secrets.length === 0) {
    const none = message("secrets.noneInServer", "The settings of {server} have no secret in plain text.", { server });
    screen.say(none);
    return undefined;
  }
  const items = secrets.map(({ path, label }) => {
    const key = path.join(".");
    return { label: itemText(label), description: itemText(key), value: key };
  });
  const placeholder = message("secrets.choose", "Select the secrets to move");
  const reply = await screen.choices({ title: `${titleText()}: ${nameOfServer(server)}`, placeholder }, items, items);
  return reply.kind === "value" ? reply.value : undefined;
}
