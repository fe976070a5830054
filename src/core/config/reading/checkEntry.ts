import type { z } from "zod";
import { message } from "../../../protocol/message";
import { safeLine } from "../../kernel/redact";
import { describingKeys, HttpConfig, Overlay, type ServerConfig, StdioConfig } from "../schema/serverConfig";
import { urlProblem } from "../schema/urlProblem";
import { isLiteral, parseTemplate, unknownVariable } from "../schema/variables";
import { entryExample, error, type Finding, warning } from "./finding";
import { closestIssue, type Issue, issueSentence, kindOf } from "./issueSentence";
import { meantKey, unknownKey } from "./unknownKey";

/** The content of a valid entry. */
export type EntryContent =
  | { readonly kind: "server"; readonly config: ServerConfig }
  /** It has neither `command` nor `url`, and changes the server of that name from a wider scope. */
  | { readonly kind: "overlay"; readonly overlay: Overlay };

/** A checked entry. `content` must not be used if a finding is an error, and is missing only then. */
export interface CheckedEntry {
  readonly content?: EntryContent;
  readonly findings: Finding[];
}

/** The words of other apps for Streamable HTTP. */
export const httpAliases: ReadonlySet<unknown> = new Set(["streamable-http", "streamableHttp", "streamable_http"]);

const hasBoth = () =>
  message(
    "config.bothKinds",
    'it has both "command" and "url". Keep "command" for a program on this machine, or "url" for a server reached over HTTP.',
  );

/** Checks one entry by itself. Never throws, regardless of the value. */
export function checkEntry(value: unknown): CheckedEntry {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return {
      findings: [
        error(
          [],
          message("config.entryKind", "the entry must be an object such as {example}, but it is {kind}.", {
            example: entryExample(),
            kind: kindOf(value),
          }),
        ),
      ],
    };
  const entry = new Map<string, unknown>(Object.entries(value));
  if (entry.has("command"))
    return entry.has("url")
      ? { findings: [error(["url"], hasBoth())] }
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

/** Checks an entry against the schema of its kind, and then against what a schema cannot express. */
function check<T>(
  entry: ReadonlyMap<string, unknown>,
  schema: z.ZodObject & z.ZodType<T>,
  accept: (config: T) => CheckedEntry,
): CheckedEntry {
  const known = Object.keys(schema.shape);
  const unknown = [...entry.keys()].filter((key) => !known.includes(key)).map((key) => unknownKey(key, entry));
  const own = Object.fromEntries([...entry].filter(([key]) => known.includes(key)));
  const parsed = schema.safeParse(own);
  if (!parsed.success) return { findings: [...unknown, ...parsed.error.issues.map((issue) => sentence(issue, own))] };
  const accepted = accept(parsed.data);
  return { ...accepted, findings: [...unknown, ...accepted.findings] };
}

function sentence(found: Issue, entry: Readonly<Record<string, unknown>>): Finding {
  const issue = closestIssue(found, entry);
  const path = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
  return error(path, `${issueSentence(issue, entry)}${hint(path, entry)}`);
}

function hint([key]: Finding["path"], entry: Readonly<Record<string, unknown>>): string {
  if (key === "args" && typeof entry.args === "string")
    return ` ${message("config.argsExample", "For example, write {example}.", { example: '["-y", "some-server"]' })}`;
  if (key !== "type") return "";
  if (httpAliases.has(entry.type)) return ` ${message("config.writeHttp", 'Write "http".')}`;
  return "command" in entry
    ? ` ${message("config.urlInstead", 'For a server reached over HTTP, write "url" instead of "command".')}`
    : "";
}

/** Every text of an entry in which variables are filled in, with its path. */
export function* filledTexts(config: StdioConfig | HttpConfig): Generator<[path: (string | number)[], text: string]> {
  for (const [key, value] of Object.entries(config)) {
    if (key === "label" || key === "type" || describingKeys.has(key)) continue;
    if (typeof value === "string") yield [[key], value];
    if (Array.isArray(value))
      for (const [index, item] of value.entries()) if (typeof item === "string") yield [[key, index], item];
    if (typeof value === "object" && !Array.isArray(value))
      for (const [name, inner] of Object.entries(value)) {
        if (typeof inner === "string") yield [[key, name], inner];
        if (Array.isArray(inner))
          for (const [index, item] of inner.entries()) if (typeof item === "string") yield [[key, name, index], item];
      }
  }
}

function checkTexts(config: StdioConfig | HttpConfig): Finding[] {
  return [...filledTexts(config)].flatMap(([path, text]) =>
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
      message(
        "config.commandSpaces",
        '"command" contains spaces, and all of it is used as the name of the program. Move what follows the program into "args".',
      ),
    ),
  ];
}

/** What an entry without `command` and `url` lacks. `undefined` if it contains only what may change a server from a wider scope. */
function incompleteEntry(entry: ReadonlyMap<string, unknown>): Finding | undefined {
  const type = entry.get("type");
  if (entry.size === 0)
    return error(
      [],
      message("config.neither", 'it has neither "command" nor "url". For example, write {example}.', {
        example: entryExample(),
      }),
    );
  if (type !== undefined)
    return type === "stdio"
      ? error([], message("config.commandMissing", '"command" is missing: the program to start.'))
      : error([], message("config.urlMissing", '"url" is missing: the address of the server.'));
  if ([...entry.values()].every((value) => typeof value === "object" && value !== null && !Array.isArray(value)))
    return error(
      [],
      message(
        "config.nested",
        'it has neither "command" nor "url". If there are servers inside it, move them up one level.',
      ),
    );

  const others = [...entry.keys()].filter((key) => !(key in Overlay.shape));
  const misspelled = others.find((key) => ["command", "url", "enabled"].includes(meantKey(key) ?? ""));
  if (misspelled !== undefined) return unknownKey(misspelled, entry);
  if (others.length === 0) return undefined;
  return error(
    [],
    message(
      "config.overlayKeys",
      'it has neither "command" nor "url". For example, write {example}; without them, only "enabled" and "label" are allowed here.',
      { example: entryExample() },
    ),
  );
}
