import * as vscode from "vscode";
import { secretKey } from "../../core/config/secrets/secretKey";
import { storedNames } from "../../core/config/secrets/storedNames";
import type { ServerId } from "../../protocol/hubEvent";
import type { Commands } from "../manifest/commandTable";
import { askChoice } from "../ui/quickInput";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";
import { pickServer } from "./pickTarget";

const title = "Set Secret";

/** Stores a value that a server's entry names as `${secret:NAME}` or `${input:NAME}`, then connects a server that waited for it. */
export function secretCommand({ hub, stream, secrets }: CommandPorts): Pick<Commands, "mcpHub.setSecret"> {
  const names = (server: ServerId) => storedNames(hub.definition(server));
  const none = "No server's entry uses ${secret:NAME} or ${input:NAME}.";
  return {
    "mcpHub.setSecret": async (argument) => {
      const server =
        targetOf(argument).server ?? (await pickServer(stream, title, ({ id }) => names(id).length > 0, none));
      if (server === undefined) return;
      const name = await pickName(server, names(server));
      if (name === undefined) return;
      const prompt = `${name} of ${server}. It is kept in VS Code's secret storage.`;
      const value = await vscode.window.showInputBox({ title, prompt, password: true, ignoreFocusOut: true });
      if (!value) return;
      await secrets.set(secretKey(hub.definition(server), name), value);
      await hub.restart(server);
    },
  };
}

async function pickName(server: ServerId, names: readonly string[]): Promise<string | undefined> {
  if (names.length === 0) {
    void vscode.window.showInformationMessage(`The entry of ${server} uses no \${secret:NAME} and no \${input:NAME}.`);
    return undefined;
  }
  const items = names.map((name) => ({ label: name, value: name }));
  const reply = names.length > 1 && (await askChoice({ title, placeholder: "Choose which value to set" }, items));
  if (!reply) return names[0];
  return reply.kind === "value" ? reply.value : undefined;
}
