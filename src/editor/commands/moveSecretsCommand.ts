import * as vscode from "vscode";
import { liftSecrets } from "../../core/config/secrets/liftSecrets";
import { type LiteralSecret, literalSecrets } from "../../core/config/secrets/literalSecrets";
import type { ServerId } from "../../protocol/hubEvent";
import type { Commands } from "../manifest/commandTable";
import { itemText, noticeText } from "../ui/plainText";
import { askChoices } from "../ui/quickInput";
import { withViewProgress } from "../ui/viewProgress";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";
import { pickServer } from "./pickTarget";

const title = "Move Secrets to Secret Storage";

/** Puts `${secret:NAME}` in the place of secrets that stand in the settings in plain text, and stores their values. */
export function moveSecretsCommand(ports: CommandPorts): Pick<Commands, "mcpHub.moveSecrets"> {
  const { hub, stream, settings, secrets, showFailure } = ports;

  const found = (server: ServerId): readonly LiteralSecret[] => {
    const { entry } = hub.definition(server);
    return entry.kind === "valid" ? literalSecrets(entry.config) : [];
  };

  const move = async (server: ServerId, chosen: readonly string[]): Promise<void> => {
    const { changes, values, carried } = liftSecrets(hub.definition(server), ({ path }) =>
      chosen.includes(path.join(".")),
    );
    const stored: string[] = [];
    const store = async (key: string, value: string) => {
      stored.push(key);
      await secrets.set(key, value);
    };
    try {
      // First the storage: the server starts anew as soon as the settings have changed.
      for (const { key, value } of values) await store(key, value);
      for (const { from, to } of carried) {
        const value = await secrets.get(from);
        if (value !== undefined) await store(to, value);
      }
      await settings.replaceTexts(server, changes);
    } catch (error) {
      for (const key of stored) await secrets.delete(key);
      throw error;
    }
    const names = values.map(({ name }) => `\${secret:${name}}`).join(", ");
    const what = values.length === 1 ? "1 secret" : `${values.length} secrets`;
    const words = `${what} of ${server} moved to secret storage; the settings say ${names} now. "Undo" in the editor takes that back. A secret that others have seen in this file should be replaced where it was issued.`;
    void vscode.window.showInformationMessage(noticeText(words));
  };

  return {
    "mcpHub.moveSecrets": async (argument) => {
      const target = targetOf(argument);
      const none = "No server's entry holds a secret in plain text.";
      const server = target.server ?? (await pickServer(stream, title, ({ id }) => found(id).length > 0, none));
      if (server === undefined) return;
      const { name } = target;
      const chosen = name === undefined ? await chooseSecrets(server, found(server)) : [name];
      if (chosen && chosen.length > 0) await withViewProgress(server, showFailure, () => move(server, chosen));
    },
  };
}

/** Which of them to move: all, unless the person says otherwise. */
async function chooseSecrets(
  server: ServerId,
  secrets: readonly LiteralSecret[],
): Promise<readonly string[] | undefined> {
  if (secrets.length === 0) {
    void vscode.window.showInformationMessage(noticeText(`The entry of ${server} holds no secret in plain text.`));
    return undefined;
  }
  const items = secrets.map(({ path, label }) => {
    const place = path.join(".");
    return { label: itemText(label), description: itemText(place), value: place };
  });
  const step = { title: `${title}: ${server}`, placeholder: "Choose what to move; the settings stay as they are else" };
  const reply = await askChoices(step, items, items);
  return reply.kind === "value" ? reply.value : undefined;
}
