import { splitCommand } from "../../core/config/editing/commandLine";
import type { ServerConfig } from "../../core/config/schema/serverConfig";
import { maxServerName, serverName } from "../../core/config/schema/settings";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";

/** Describes what is wrong with a command line; `undefined` for a valid one. */
export const commandProblem = (line: string): string | undefined =>
  splitCommand(line)
    ? undefined
    : message(
        "addServer.badCommand",
        "Enter a program and its arguments, such as: npx -y @scope/server. Close every quote.",
      );

/** Describes what is wrong with an address; `undefined` for a valid one. */
export function addressProblem(text: string): string | undefined {
  const address = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (address?.protocol === "http:" || address?.protocol === "https:") return undefined;
  return message("addServer.badAddress", "Enter a full address, such as https://example.com/mcp.");
}

/** Describes what is wrong with a name; `undefined` for a valid one. */
export function nameProblem(name: string, taken: readonly ServerId[]): string | undefined {
  if (!serverName.test(name))
    return message("addServer.badName", "Enter 1 to {most} characters, without spaces at the ends.", {
      most: maxServerName,
    });
  if (!taken.includes(name)) return undefined;
  return message("addServer.nameTaken", 'A server named "{name}" already exists. Choose another name.', { name });
}

/** The settings entry for a command line or an address that passed its check. */
export function newConfig(kind: "program" | "address", text: string): ServerConfig | undefined {
  if (kind === "address") return { type: "http", url: text.trim() };
  const split = splitCommand(text);
  return split && { command: split.command, ...(split.args.length > 0 && { args: split.args }) };
}
