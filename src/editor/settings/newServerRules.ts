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

/** Programs that only start another program: the server's name comes from their arguments. */
const launchers = /^(npx|uvx|bunx|pnpx|node|python3?|uv|deno|docker|cmd)(\.(exe|cmd))?$/i;

/** Suggests a free name, made from what the person typed. */
export function suggestedName(kind: "program" | "address", text: string, taken: readonly ServerId[]): string {
  const base = (kind === "address" ? hostName(text) : programName(text)).slice(0, 50) || "server";
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(name)) return name;
  }
}

const hostName = (text: string): string =>
  toName(URL.canParse(text.trim()) ? new URL(text.trim()).hostname.replace(/^(www|mcp|api)\./, "") : "");

function programName(text: string): string {
  const { command = "", args = [] } = splitCommand(text) ?? {};
  const program = baseName(command);
  const names = launchers.test(program) ? args.filter((arg) => /^[@\w./\\:]/.test(arg) && arg !== "run") : [];
  return toName(baseName(names[0] ?? program).replace(/@[\w.^~-]+$/, ""))
    .replace(/\.(exe|cmd|bat|[cm]?js|py|ts)$/i, "")
    .replace(/^(mcp-)?server-|-?mcp(-server)?$/g, "");
}

const baseName = (path: string): string => path.split(/[/\\]/).findLast((part) => part !== "") ?? "";

const toName = (text: string): string => text.replace(/[^\w.-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");

/**
 * Splits a line into a program and its arguments. Single and double quotes keep spaces; no other character is special, so
 * Windows paths stay as they are. `undefined` for an empty line or an open quote.
 */
export function splitCommand(line: string): { readonly command: string; readonly args: string[] } | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (const char of line.trim()) {
    if (quote !== undefined) {
      if (char === quote) quote = undefined;
      else word = `${word ?? ""}${char}`;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= "";
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = `${word ?? ""}${char}`;
  }
  if (word !== undefined) words.push(word);
  const [command, ...args] = words;
  return quote === undefined && command ? { command, args } : undefined;
}

/** The line that `splitCommand` reads as this program and its arguments; `undefined` if no line can say it. */
export function commandLine({
  command,
  args = [],
}: {
  readonly command: string;
  readonly args?: readonly string[] | undefined;
}): string | undefined {
  const line = [command, ...args].map(quoted).join(" ");
  const read = splitCommand(line);
  return read && JSON.stringify([read.command, ...read.args]) === JSON.stringify([command, ...args]) ? line : undefined;
}

function quoted(word: string): string {
  if (word !== "" && !/[\s"']/.test(word)) return word;
  return word.includes('"') ? `'${word}'` : `"${word}"`;
}
