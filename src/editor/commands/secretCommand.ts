import * as vscode from "vscode";
import { secretKey } from "../../core/config/secrets/secretKey";
import { storedNames } from "../../core/config/secrets/storedNames";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { Commands } from "../manifest/commandTable";
import { personInputs } from "../ui/personInputs";
import { noticeText } from "../ui/plainText";
import { askChoice } from "../ui/quickInput";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";
import { pickServer } from "./pickTarget";

const titleText = () => message("command.setSecret", "Set Secret");

/** Stores the value of a `${secret:NAME}` or `${input:NAME}` in a server's entry, then restarts the server. */
export function secretCommand({ hub, stream, secrets }: CommandPorts): Pick<Commands, "mcpHub.setSecret"> {
  const names = (server: ServerId) => storedNames(hub.definition(server));
  return {
    "mcpHub.setSecret": async (argument) => {
      const title = titleText();
      const none = message("secrets.noReferences", "No server uses {secret} or {input} in its settings.", references);
      const target = targetOf(argument);
      const server = target.server ?? (await pickServer(stream, title, ({ id }) => names(id).length > 0, none));
      if (server === undefined) return;
      const all = names(server);
      const isNamed = target.name !== undefined && all.includes(target.name);
      const name = isNamed ? target.name : await pickName(server, all);
      if (name === undefined) return;
      const prompt = message("secrets.prompt", "{name} of {server}. VS Code keeps it in its secret storage.", {
        name,
        server,
      });
      const value = await askForSecret({ title, prompt: noticeText(prompt), password: true, ignoreFocusOut: true });
      if (!value) return;
      await secrets.set(secretKey(hub.definition(server), name), value);
      await hub.restart(server);
    },
  };
}

async function askForSecret(options: vscode.InputBoxOptions): Promise<string | undefined> {
  const open = personInputs.open();
  try {
    return await vscode.window.showInputBox(options);
  } finally {
    open.dispose();
  }
}

const references = { secret: "${secret:NAME}", input: "${input:NAME}" };

async function pickName(server: ServerId, names: readonly string[]): Promise<string | undefined> {
  if (names.length === 0) {
    const values = { server, ...references };
    const none = message(
      "secrets.noReferencesInServer",
      "The settings of {server} use neither {secret} nor {input}.",
      values,
    );
    void vscode.window.showInformationMessage(noticeText(none));
    return undefined;
  }
  const items = names.map((name) => ({ label: name, value: name }));
  const placeholder = message("secrets.chooseName", "Select the value to set");
  const reply = names.length > 1 && (await askChoice({ title: titleText(), placeholder }, items));
  if (!reply) return names[0];
  return reply.kind === "value" ? reply.value : undefined;
}
