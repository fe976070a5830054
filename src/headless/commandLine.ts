import { parseArgs } from "node:util";
import * as z from "zod";
import { HubError } from "../core/kernel/hubError";

/** What a command line asks for. `json`: one JSON document on standard output and nothing else. */
export type Command =
  | { readonly kind: "help"; readonly json: boolean }
  | { readonly kind: "version"; readonly json: boolean }
  /** `timeoutSeconds`: how long servers have to be ready; what is not ready then is said as it is. */
  | ({ readonly kind: "tools" | "status"; readonly timeoutSeconds: number } & Common)
  | ({
      readonly kind: "call";
      readonly server: string;
      readonly tool: string;
      readonly args: Readonly<Record<string, unknown>>;
    } & Common);

interface Common {
  readonly config: string;
  readonly json: boolean;
  /** The folders that servers are told to work in, as they were written. */
  readonly roots: readonly string[];
}

export const usage = `Usage: mcp-client-hub COMMAND --config FILE [--root FOLDER]... [--json]

Commands:
  tools                              list the tools of all servers
  call SERVER TOOL [--args JSON]     run one tool; JSON is an object
  status                             connect to all servers and show how each of them is

Options:
  --config FILE   JSON with "servers" (as in VS Code's mcp.json) or "mcpServers"; comments are allowed
  --root FOLDER   a folder that servers are told to work in; may be given more than once
  --timeout S     how many seconds tools and status wait for servers that connect; 30 unless told
  --json          print one JSON document on standard output and nothing else
  --help          show this text
  --version       show the version

A value for \${input:NAME} or \${secret:NAME} is read from the environment variable MCP_HUB_INPUT_NAME
(in which "_" stands for a dot or a dash).
Exit codes: 0 done, 1 the tool said no, 2 wrong usage or configuration, 3 could not run.`;

/** Reads a command line; throws `bad-config` with one sentence for a wrong one. */
export function parseCommandLine(argv: readonly string[]): Command {
  const { values, positionals } = parsed(argv);
  const json = values.json ?? false;
  if (values.help) return { kind: "help", json };
  if (values.version) return { kind: "version", json };

  const [name, ...operands] = positionals;
  if (name === undefined) throw wrong("There is no command.");
  if (name !== "tools" && name !== "status" && name !== "call") throw wrong(`There is no command "${name}".`);
  if (values.config === undefined) throw wrong("--config FILE is missing.");
  const common = { config: values.config, json, roots: values.root ?? [] };

  if (name !== "call") {
    if (operands.length > 0) throw wrong(`"${name}" takes no "${operands[0]}".`);
    if (values.args !== undefined) throw wrong("--args belongs to call.");
    return { kind: name, ...common, timeoutSeconds: seconds(values.timeout ?? "30") };
  }
  if (values.timeout !== undefined) throw wrong("--timeout belongs to tools and status.");
  const [server, tool, ...rest] = operands;
  if (server === undefined || tool === undefined) throw wrong("call needs a server and a tool.");
  if (rest.length > 0) throw wrong(`call takes one server and one tool; "${rest[0]}" is too much.`);
  return { kind: "call", ...common, server, tool, args: toolArguments(values.args ?? "{}") };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        config: { type: "string" },
        args: { type: "string" },
        root: { type: "string", multiple: true },
        timeout: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
  } catch (error) {
    throw wrong(error instanceof Error ? `${error.message.split(". ")[0]}.` : String(error));
  }
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 3600)) throw wrong("--timeout must be a number of seconds above 0, at most 3600.");
  return value;
}

function toolArguments(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong(`--args is not JSON (${error instanceof Error ? error.message : String(error)}).`);
  }
  const args = z.record(z.string(), z.unknown()).safeParse(value);
  if (!args.success) throw wrong('--args must be a JSON object, for example --args \'{"path": "README.md"}\'.');
  return args.data;
}

const wrong = (what: string) => new HubError("bad-config", `${what} Run mcp-client-hub --help to see how it is used.`);
