import { type ParseError, parse, printParseErrorCode } from "jsonc-parser/lib/esm/main.js";
import type { ConfigProblem } from "../../../protocol/hubEvent";
import { message } from "../../../protocol/message";
import { nestingLimit } from "../../kernel/json/nesting";
import { safeLine } from "../../kernel/redact";
import { positionAt } from "../editing/jsonLocation";
import { isSettingsTooDeep } from "../editing/jsonTree";
import type { Options } from "../schema/settings";
import type { SettingsLocation } from "../schema/settingsLocation";
import { httpAliases } from "./checkEntry";
import type { Configuration } from "./configuration";
import { duplicateKeys } from "./duplicateKeys";
import { environmentLocation } from "./environmentServers";
import { kindOf } from "./issueSentence";
import { mergeScopes } from "./mergeScopes";
import { optionKeys, readOptions } from "./readOptions";
import { readServers } from "./readServers";

/** The largest configuration file that is read, in characters. */
const sizeLimit = 5_000_000;

/** Where the servers may be in a file: our settings, VS Code's `mcp.json`, Claude's files. */
const roots = ["mcpHub.servers", "servers", "mcpServers"] as const;

/** What holds where a configuration file says nothing. */
export interface FileDefaults extends Partial<Options> {
  /** The entries of servers, by name (`environmentServers`). */
  readonly servers?: Readonly<Record<string, unknown>>;
}

/**
 * Reads a configuration file: `settings.json` with `mcpHub.servers`, or JSON with `servers` (VS Code's `mcp.json`) or
 * `mcpServers` (Claude's shape). Comments, trailing commas and a byte order mark are allowed. Never throws: a file
 * that cannot be read results in no servers and one problem.
 *
 * @param path of the file; it becomes the `source` of the definitions and problems
 * @param under options that apply unless the file sets them, and servers that are there unless the file has an entry of their name
 */
export function readConfigFile(
  text: string,
  path: string,
  { servers: below, ...under }: FileDefaults = {},
): Configuration {
  const location: SettingsLocation = { scope: "file", source: path };
  const problems: ConfigProblem[] = [];
  const report: Report = (at, severity, text) => void problems.push({ ...location, path: at, severity, message: text });

  const content = parsed(text, report);
  const { options, problems: wrongOptions } = readOptions(
    [
      { location, values: under },
      { location, values: optionsOf(content) },
    ],
    true,
  );
  const [root, ...ignored] = roots.filter((key) => content.get(key) !== undefined);
  for (const key of ignored)
    report(
      [key],
      "warning",
      message("config.rootIgnored", '"{key}" is ignored because the file has "{used}".', { key, used: root ?? "" }),
    );
  if (content.has("inputs"))
    report(
      ["inputs"],
      "warning",
      message("config.inputsIgnored", '"inputs" is not used: the hub asks for each {variable} by itself.', {
        variable: "${input:NAME}",
      }),
    );
  const given = readServers(below, environmentLocation);
  if (root === undefined) {
    if (problems.length === 0 && given.entries.length === 0)
      report(
        [],
        "error",
        message("config.noServers", "The file does not define servers. Write {example}.", {
          example: '{"servers": {"NAME": {"command": "…"}}}',
        }),
      );
    const { definitions } = mergeScopes([given], true);
    return { definitions, options, problems: [...problems, ...wrongOptions] };
  }
  const written = content.get(root);
  const entries = root === "mcpHub.servers" ? written : translated(written, root === "mcpServers");
  const merged = mergeScopes([given, readServers(entries, location, [root])], true);
  return { definitions: merged.definitions, options, problems: [...problems, ...merged.problems, ...wrongOptions] };
}

type Report = (at: ConfigProblem["path"], severity: ConfigProblem["severity"], message: string) => void;

function parsed(text: string, report: Report): ReadonlyMap<string, unknown> {
  if (text.length > sizeLimit) {
    report([], "error", message("config.fileTooLarge", "The file is larger than 5 MB. Is it the right one?"));
    return new Map();
  }
  const plain = text.replace(/^\ufeff/, "");
  if (isSettingsTooDeep(plain)) {
    report(
      [],
      "error",
      message("config.fileTooDeep", "The file is nested more than {levels} levels deep. Is it the right one?", {
        levels: nestingLimit,
      }),
    );
    return new Map();
  }
  const errors: ParseError[] = [];
  const value: unknown = parse(plain, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error) {
    const { line, character } = positionAt(plain, error.offset);
    const what = printParseErrorCode(error.error).replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    report(
      [],
      "error",
      message("config.notJson", "The file is not JSON: line {line}, column {column}: {reason}.", {
        line: line + 1,
        column: character + 1,
        reason: what,
      }),
    );
    return new Map();
  }
  for (const { path, lines } of duplicateKeys(plain))
    report(
      path,
      "warning",
      message(
        "config.duplicateKey",
        '"{key}" is written more than once, in lines {lines}: only the last one counts. Rename or remove the others.',
        {
          key: safeLine(String(path.at(-1)), 80),
          lines: lines.join(", "),
        },
      ),
    );
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return new Map(Object.entries(value));
  report(
    [],
    "error",
    message("config.fileKind", "The file must contain an object such as {example}, but it contains {kind}.", {
      example: '{"servers": {}}',
      kind: kindOf(value),
    }),
  );
  return new Map();
}

const optionsOf = (content: ReadonlyMap<string, unknown>) =>
  Object.fromEntries(optionKeys.map((key) => [key, content.get(`mcpHub.${key}`)]));

function translated(servers: unknown, claude: boolean): unknown {
  if (typeof servers !== "object" || servers === null || Array.isArray(servers)) return servers;
  return Object.fromEntries(
    Object.entries(servers).map(([name, entry]) => [name, foreignEntry(claude ? foreignVariables(entry) : entry)]),
  );
}

/** Translates an entry of another app: `disabled`, and the many names of Streamable HTTP. */
function foreignEntry(entry: unknown): unknown {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return entry;
  const { disabled, ...own }: Record<string, unknown> = { ...entry };
  if (typeof disabled === "boolean" && own.enabled === undefined) own.enabled = !disabled;
  if (httpAliases.has(own.type)) own.type = "http";
  return own;
}

/** Rewrites Claude's `${NAME}` and `${NAME:-default}`, which mean an environment variable, as `${env:NAME}`. */
function foreignVariables(value: unknown): unknown {
  if (typeof value === "string")
    return value.replace(/\$\{(?!workspaceFolder\}|userHome\})([A-Za-z_]\w*(?::-[^{}]*)?)\}/g, "${env:$1}");
  if (Array.isArray(value)) return value.map(foreignVariables);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, foreignVariables(inner)]));
}
