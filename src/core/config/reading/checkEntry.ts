import type { z } from "zod";
import { safeLine } from "../../kernel/redact";
import { HttpConfig, Overlay, type ServerConfig, StdioConfig } from "../schema/serverConfig";
import { urlProblem } from "../schema/urlProblem";
import { isLiteral, parseTemplate, unknownVariable } from "../schema/variables";
import { entryExample, error, type Finding, warning } from "./finding";
import { type Issue, issueSentence, kindOf } from "./issueSentence";
import { meantKey, unknownKey } from "./unknownKey";

/** What a sound entry says. */
export type EntryContent =
  | { readonly kind: "server"; readonly config: ServerConfig }
  /** Neither `command` nor `url`: it changes the server of that name from a wider scope. */
  | { readonly kind: "overlay"; readonly overlay: Overlay };

/** What an entry says; `content` does not count where a finding is an error, and is missing only there. */
export interface CheckedEntry {
  readonly content?: EntryContent;
  readonly findings: Finding[];
}

/** Words of other apps that mean Streamable HTTP. */
export const httpAliases: ReadonlySet<unknown> = new Set(["streamable-http", "streamableHttp", "streamable_http"]);

const both =
  'it has both "command" and "url". Keep "command" for a program on this machine, or "url" for a server reached over HTTP.';

/** Checks one entry by itself. Never throws, whatever the value is. */
export function checkEntry(value: unknown): CheckedEntry {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return {
      findings: [error([], `the entry must be an object such as ${entryExample}, but it is ${kindOf(value)}.`)],
    };
  const entry = new Map<string, unknown>(Object.entries(value));
  if (entry.has("command"))
    return entry.has("url")
      ? { findings: [error(["url"], both)] }
      : check(entry, StdioConfig, (config) => ({
          content: { kind: "server", config },
          findings: [...checkTexts(config), ...checkCommand(config)],
        }));
  if (entry.has("url"))
    return check(entry, HttpConfig, (config) => ({
      content: { kind: "server", config },
      findings: [...checkTexts(config), ...checkUrl(config)],
    }));
  const incomplete = incompleteEntry(entry);
  if (incomplete) return { findings: [incomplete] };
  return check(entry, Overlay, (overlay) => ({ content: { kind: "overlay", overlay }, findings: [] }));
}

/** Checks an entry against the schema of its kind, then by what no schema can say. */
function check<T>(
  entry: ReadonlyMap<string, unknown>,
  schema: z.ZodObject & z.ZodType<T>,
  accept: (config: T) => CheckedEntry,
): CheckedEntry {
  const known = Object.keys(schema.shape);
  const strange = [...entry.keys()].filter((key) => !known.includes(key)).map((key) => unknownKey(key, entry));
  const own = Object.fromEntries([...entry].filter(([key]) => known.includes(key)));
  const parsed = schema.safeParse(own);
  if (!parsed.success) return { findings: [...strange, ...parsed.error.issues.map((issue) => sentence(issue, own))] };
  const accepted = accept(parsed.data);
  return { ...accepted, findings: [...strange, ...accepted.findings] };
}

function sentence(issue: Issue, entry: Readonly<Record<string, unknown>>): Finding {
  const path = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
  return error(path, `${issueSentence(issue, entry)}${hint(path, entry)}`);
}

function hint([key, ...inner]: Finding["path"], entry: Readonly<Record<string, unknown>>): string {
  if (inner.length > 0) return "";
  if (key === "args" && typeof entry.args === "string") return ' Write for example ["-y", "some-server"].';
  if (key !== "type") return "";
  if (httpAliases.has(entry.type)) return ' Write "http".';
  return "command" in entry ? ' For a server reached over HTTP, write "url" instead of "command".' : "";
}

/** Every text of an entry in which variables are filled in, with its place. */
function* texts(config: StdioConfig | HttpConfig): Generator<[path: (string | number)[], text: string]> {
  for (const [key, value] of Object.entries(config)) {
    if (key === "label" || key === "type") continue;
    if (typeof value === "string") yield [[key], value];
    if (Array.isArray(value))
      for (const [index, item] of value.entries()) if (typeof item === "string") yield [[key, index], item];
    if (typeof value === "object" && !Array.isArray(value))
      for (const [name, text] of Object.entries(value)) if (typeof text === "string") yield [[key, name], text];
  }
}

function checkTexts(config: StdioConfig | HttpConfig): Finding[] {
  return [...texts(config)].flatMap(([path, text]) =>
    parseTemplate(text).flatMap((part) =>
      typeof part !== "string" && part.kind === "unknown"
        ? [error(path, unknownVariable(safeLine(part.text, 80)))]
        : [],
    ),
  );
}

function checkUrl({ url }: HttpConfig): Finding[] {
  const problem = isLiteral(url) ? urlProblem(url) : undefined;
  return problem === undefined ? [] : [error(["url"], problem)];
}

function checkCommand({ command, args }: StdioConfig): Finding[] {
  if (args !== undefined || !/^[\w.-]+\s+\S/.test(command)) return [];
  return [
    warning(
      ["command"],
      '"command" holds spaces, and all of it is taken for the program\'s name. Put what follows the program into "args".',
    ),
  ];
}

/**
 * What an entry without `command` and `url` lacks. `undefined` for one that says only what may be said of a server
 * from a wider scope.
 */
function incompleteEntry(entry: ReadonlyMap<string, unknown>): Finding | undefined {
  const type = entry.get("type");
  const neither = 'it has neither "command" nor "url"';
  if (entry.size === 0) return error([], `${neither}. Write for example ${entryExample}.`);
  if (type !== undefined)
    return type === "stdio"
      ? error([], '"command" is missing: the program to start.')
      : error([], '"url" is missing: the address of the server.');
  if ([...entry.values()].every((value) => typeof value === "object" && value !== null && !Array.isArray(value)))
    return error([], `${neither}. If servers stand inside it, move them up one level.`);

  const others = [...entry.keys()].filter((key) => !(key in Overlay.shape));
  const slip = others.find((key) => ["command", "url", "enabled"].includes(meantKey(key) ?? ""));
  if (slip !== undefined) return unknownKey(slip, entry);
  if (others.length === 0) return undefined;
  return error(
    [],
    `${neither}. Write for example ${entryExample}; without them only "enabled" and "label" may stand here.`,
  );
}
