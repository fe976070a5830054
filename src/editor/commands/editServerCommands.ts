import * as vscode from "vscode";
import { commandLine, splitCommand } from "../../core/config/editing/commandLine";
import type { LaunchConfig } from "../../core/config/schema/serverDefinition";
import type { Scope, ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import type { Commands } from "../manifest/commandTable";
import { addressProblem, commandProblem } from "../settings/newServerRules";
import { noticeText } from "../ui/plainText";
import { askChoice, askText, type ChoiceItem } from "../ui/quickInput";
import { withViewProgress } from "../ui/viewProgress";
import type { CommandPorts } from "./commandPorts";
import { targetOf } from "./commandTarget";
import { noServerText, pickServer } from "./pickTarget";

type Part = "program" | "address" | "label" | "rest";

/** Commands that change an entry of the settings, or take it out of them. */
export function editServerCommands(ports: CommandPorts): Pick<Commands, "mcpHub.editServer" | "mcpHub.removeServer"> {
  const { hub, stream, settings, showFailure } = ports;
  const chosen = async (argument: unknown, title: string): Promise<ServerId | undefined> =>
    targetOf(argument).server ?? (await pickServer(stream, title, () => true, noServerText()));

  return {
    "mcpHub.editServer": async (argument) => {
      const title = message("command.editServer", "Edit Server");
      const server = await chosen(argument, title);
      if (server === undefined) return;
      const { entry, label } = hub.definition(server);
      const part = entry.kind === "valid" ? await choosePart(title, server, entry.config) : "rest";
      if (part === undefined) return;
      if (entry.kind === "invalid" || part === "rest") return settings.openAt(server);
      const values = await askPart(part, title, server, entry.config, label);
      if (values) await withViewProgress(server, showFailure, () => settings.setValues(server, values));
    },
    "mcpHub.removeServer": async (argument) => {
      const server = await chosen(argument, message("command.removeServer", "Remove Server"));
      if (server === undefined || !(await confirmed(server, hub.definition(server).scope))) return;
      await withViewProgress(server, showFailure, () => settings.removeServer(server));
      const left = stream.view.servers.find(({ id }) => id === server);
      if (left)
        void vscode.window.showInformationMessage(
          noticeText(
            message("removeServer.left", '"{server}" is still there: {place} has an entry of this name too.', {
              server,
              place: placeText(left.scope),
            }),
          ),
        );
    },
  };
}

/** What of the entry to change; `undefined` after a cancel. */
async function choosePart(title: string, server: ServerId, config: LaunchConfig): Promise<Part | undefined> {
  const line = "command" in config ? commandLine(config) : undefined;
  const items: ChoiceItem<Part>[] = [
    ...("command" in config && line !== undefined
      ? [{ label: message("editServer.program", "Program and Arguments"), detail: line, value: "program" as const }]
      : []),
    ...("url" in config
      ? [{ label: message("editServer.address", "Address"), detail: config.url, value: "address" as const }]
      : []),
    { label: message("editServer.label", "Name to Show"), value: "label" },
    { label: message("editServer.rest", "Everything Else, in the Settings"), value: "rest" },
  ];
  const placeholder = noticeText(message("editServer.choose", 'Select what to change in "{server}"', { server }));
  const reply = await askChoice({ title, placeholder }, items);
  return reply.kind === "value" ? reply.value : undefined;
}

/** The new values of the entry; `undefined` after a cancel. */
async function askPart(
  part: Exclude<Part, "rest">,
  title: string,
  server: ServerId,
  config: LaunchConfig,
  label: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (part === "label") {
    const prompt = message(
      "editServer.labelPrompt",
      'The name to show for "{server}". Leave it empty to show its own name.',
      {
        server,
      },
    );
    const reply = await askText({ title, prompt, value: label === server ? "" : label, check: () => undefined });
    const text = reply.kind === "value" ? reply.value.trim() : undefined;
    return text === undefined ? undefined : { label: text === "" ? undefined : text };
  }
  if (part === "address" && "url" in config) {
    const prompt = message("editServer.addressPrompt", 'The address of "{server}".', { server });
    // A variable stands in the place of an address, or of a part of it.
    const check = (text: string) => (text.includes("${") ? undefined : addressProblem(text));
    const reply = await askText({ title, prompt, value: config.url, check });
    return reply.kind === "value" ? { url: reply.value.trim() } : undefined;
  }
  if (part !== "program" || !("command" in config)) return undefined;
  const prompt = message("editServer.programPrompt", 'The program of "{server}" and its arguments.', { server });
  const reply = await askText({ title, prompt, value: commandLine(config) ?? "", check: commandProblem });
  const split = reply.kind === "value" ? splitCommand(reply.value) : undefined;
  return split && { command: split.command, args: split.args.length > 0 ? split.args : undefined };
}

/** Asks before an entry is taken out. */
async function confirmed(server: ServerId, scope: Scope): Promise<boolean> {
  const remove = message("button.remove", "Remove");
  const answer = await vscode.window.showWarningMessage(
    message("removeServer.question", 'Remove the server "{server}"?', { server }),
    {
      modal: true,
      detail: message(
        "removeServer.detail",
        "Its entry is deleted from {place}. What is stored for it, such as secrets and sign-ins, is kept.",
        { place: placeText(scope) },
      ),
    },
    remove,
  );
  return answer === remove;
}

function placeText(scope: Scope): string {
  switch (scope) {
    case "user":
      return message("place.user", "your user settings");
    case "remote":
      return message("place.remote", "the remote settings");
    case "workspace":
      return message("place.workspace", "the workspace settings");
    case "folder":
      return message("place.folder", "the settings of a folder");
    case "file":
      return message("place.file", "a configuration file");
  }
}
