import type { ServerConfig } from "../../core/config/schema/serverConfig";
import { serverName } from "../../core/config/schema/settings";
import type { ServerId } from "../../protocol/hubEvent";

/** What is wrong with a command line, in words. */
export const commandProblem = (line: string): string | undefined =>
  splitCommand(line)
    ? undefined
    : "Write a program and its arguments, such as: npx -y @scope/server. Close every quote.";

/** What is wrong with an address, in words. */
export function addressProblem(text: string): string | undefined {
  const address = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (address?.protocol === "http:" || address?.protocol === "https:") return undefined;
  return "Write a whole address, such as https://example.com/mcp.";
}

/** What is wrong with a name, in words. */
export function nameProblem(name: string, taken: readonly ServerId[]): string | undefined {
  if (!serverName.test(name)) return "Write 1 to 64 letters, digits, dots, dashes or underscores.";
  return taken.includes(name) ? `There is a server "${name}" already. Choose another name.` : undefined;
}

/** The entry for what the person typed and that was found to be good. */
export function newConfig(kind: "program" | "address", text: string): ServerConfig | undefined {
  if (kind === "address") return { type: "http", url: text.trim() };
  const split = splitCommand(text);
  return split && { command: split.command, ...(split.args.length > 0 && { args: split.args }) };
}

/** Programs that only start another one: the name is in what follows them. */
const launchers = /^(npx|uvx|bunx|pnpx|node|python3?|uv|deno|docker|cmd)(\.(exe|cmd))?$/i;

/** A name to start with, made from what the person typed, and free. */
export function suggestedName(kind: "program" | "address", text: string, taken: readonly ServerId[]): string {
  const base = (kind === "address" ? hostName(text) : programName(text)).slice(0, 50) || "server";
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(name)) return name;
  }
}

const hostName = (text: string): string =>
  cleaned(URL.canParse(text.trim()) ? new URL(text.trim()).hostname.replace(/^(www|mcp|api)\./, "") : "");

function programName(text: string): string {
  const { command = "", args = [] } = splitCommand(text) ?? {};
  const program = baseName(command);
  const words = launchers.test(program) ? args.filter((word) => /^[@\w./\\:]/.test(word) && word !== "run") : [];
  return cleaned(baseName(words[0] ?? program).replace(/@[\w.^~-]+$/, ""))
    .replace(/\.(exe|cmd|bat|[cm]?js|py|ts)$/i, "")
    .replace(/^(mcp-)?server-|-?mcp(-server)?$/g, "");
}

const baseName = (path: string): string => path.split(/[/\\]/).findLast((part) => part !== "") ?? "";

const cleaned = (text: string): string => text.replace(/[^\w.-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");

/**
 * Splits a line into a program and its arguments. Quotes of either kind hold blanks together; nothing else is special, so that
 * paths of Windows stay as they are. `undefined` where a quote is left open or nothing is there.
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
