import { splitCommand } from "../../config/editing/commandLine";
import type { Plain } from "../shape";

/** The longest command line that is looked at, in characters. */
const lengthLimit = 20_000;

/** A server that a line of a terminal names. */
export type PastedLine =
  | { readonly kind: "entry"; readonly entry: Plain; readonly name?: string }
  /** The line brings the entry as JSON. */
  | { readonly kind: "json"; readonly json: string; readonly name?: string };

/**
 * Reads an address, a command line with variables before it, and the lines with which clients add a server: `claude mcp add` and
 * `add-json`, `codex mcp add`, `gemini mcp add`, and `code --add-mcp`. `undefined` for anything else.
 */
export function pastedLine(text: string): PastedLine | undefined {
  const line = text.length > lengthLimit ? undefined : oneLine(text);
  if (line === undefined) return undefined;
  if (/^https?:\/\/\S+$/i.test(line)) return { kind: "entry", entry: { type: "http", url: line } };
  const split = splitCommand(line);
  if (!split) return undefined;
  const words = [split.command, ...split.args];
  const [program = "", first, second] = words;
  const client = program.replace(/^.*[\\/]/, "").replace(/\.(?:exe|cmd)$/i, "");
  if (["claude", "codex", "gemini"].includes(client) && first === "mcp") {
    if (second === "add") return added(words.slice(3), client === "gemini");
    if (second === "add-json") return addedJson(words.slice(3));
    return undefined;
  }
  if (first === "--add-mcp" && second !== undefined) return { kind: "json", json: second };
  return program === "" || !isProgram(words) ? undefined : { kind: "entry", entry: programOf(words) };
}

/** Lines that go on after a backslash, or after the caret of Windows, as one; `undefined` for lines that stand alone. */
function oneLine(text: string): string | undefined {
  const lines = text.trim().split(/\r\n|\r|\n/);
  const last = lines.pop()?.trim() ?? "";
  const before = lines.map((line) => line.trimEnd());
  return before.every((line) => /[\\^]$/.test(line))
    ? [...before.map((line) => line.slice(0, -1).trim()), last].join(" ")
    : undefined;
}

/** A line that starts a program has an argument, or a path: one word alone is just a word. */
const isProgram = (words: readonly string[]): boolean => {
  const rest = words.slice(assignments(words).length);
  const [program = ""] = rest;
  if (isAddress(program)) return false;
  return /^[\w.@~/\\:-]+$/.test(program) && (rest.length > 1 || /[\\/]/.test(program)) && !/[:,]$/.test(program);
};

/** The variables that stand before a program, as shells have it. */
function assignments(words: readonly string[]): readonly string[] {
  const from = words[0] === "env" ? 1 : 0;
  const end = words.findIndex((word, at) => at >= from && !/^[A-Za-z_]\w*=/.test(word));
  return end <= from ? [] : words.slice(0, end);
}

function programOf(words: readonly string[]): Plain {
  const set = assignments(words);
  const [command, ...args] = words.slice(set.length);
  const env = pairs(set.filter((word) => word !== "env"));
  return { command, ...(args.length > 0 && { args }), ...(Object.keys(env).length > 0 && { env }) };
}

const pairs = (words: readonly string[], separator = "="): Record<string, string> =>
  Object.fromEntries(
    words
      .map((word) => [word, word.indexOf(separator)] as const)
      .filter(([, at]) => at > 0)
      .map(([word, at]) => [word.slice(0, at).trim(), word.slice(at + 1).trim()]),
  );

/** Options that have a value, and what it means. Others are switches. */
const options: Readonly<Record<string, string>> = {
  "-t": "transport",
  "--transport": "transport",
  "-e": "env",
  "--env": "env",
  "-H": "header",
  "--header": "header",
  "-s": "scope",
  "--scope": "scope",
  "--url": "url",
  "--bearer-token-env-var": "bearer",
  "--client-id": "clientId",
  "--callback-port": "port",
  "--timeout": "timeout",
  "--description": "description",
  "--include-tools": "includeTools",
  "--exclude-tools": "excludeTools",
};

/**
 * `[options] NAME [options] [--] COMMAND-OR-URL [ARGS…]`: options come before the command, and `--` ends them.
 *
 * Options may follow an address, too.
 *
 * @param takesAll options after the command are the client's, too, as with Gemini CLI
 */
function added(words: readonly string[], takesAll: boolean): PastedLine | undefined {
  const given = new Map<string, string[]>();
  const rest: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "--") {
      rest.push(...words.slice(at + 1));
      break;
    }
    const [, before = word, inside] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? [];
    const option = Object.hasOwn(options, before) ? options[before] : undefined;
    const isOption = rest.length < 2 || takesAll || isAddress(rest[1]);
    if (option !== undefined && isOption) {
      const values = given.get(option) ?? [];
      given.set(option, values);
      if (inside !== undefined) values.push(inside);
      else values.push(words[++at] ?? "");
      // `--env A=1 B=2` is one option with two values.
      while (option === "env" && /^[A-Za-z_]\w*=/.test(words[at + 1] ?? "")) values.push(words[++at] ?? "");
    } else if (!(word.startsWith("-") && isOption)) rest.push(word);
  }
  const [name, command, ...args] = rest;
  if (name === undefined) return undefined;
  const url = given.get("url")?.[0] ?? (isAddress(command) ? command : undefined);
  if (url !== undefined) return { kind: "entry", name, entry: addressOf(url, given) };
  if (command === undefined) return undefined;
  const env = pairs(given.get("env") ?? []);
  return {
    kind: "entry",
    name,
    entry: { command, ...(args.length > 0 && { args }), ...(Object.keys(env).length > 0 && { env }), ...tools(given) },
  };
}

const isAddress = (word: string | undefined): boolean => word !== undefined && /^(?:https?|wss?):\/\//i.test(word);

function addressOf(url: string, given: ReadonlyMap<string, readonly string[]>): Plain {
  const [bearer] = given.get("bearer") ?? [];
  const [clientId] = given.get("clientId") ?? [];
  const headers = {
    ...pairs(given.get("header") ?? [], ":"),
    ...(bearer !== undefined && { Authorization: `Bearer \${env:${bearer}}` }),
  };
  return {
    type: given.get("transport")?.[0] === "sse" ? "sse" : "http",
    url,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(clientId !== undefined && { oauth: { clientId } }),
    ...tools(given),
  };
}

const tools = (given: ReadonlyMap<string, readonly string[]>): Plain =>
  Object.fromEntries(
    ["includeTools", "excludeTools"].flatMap((key) => {
      const names = given.get(key)?.flatMap((one) => one.split(",").map((name) => name.trim()));
      return names ? [[key, names]] : [];
    }),
  );

/** `[options] NAME JSON`. */
function addedJson(words: readonly string[]): PastedLine | undefined {
  const rest: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (Object.hasOwn(options, word)) at++;
    else if (!word.startsWith("--")) rest.push(word);
  }
  const [name, json] = rest;
  return name !== undefined && json !== undefined ? { kind: "json", json, name } : undefined;
}
