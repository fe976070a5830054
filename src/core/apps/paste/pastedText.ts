import { message } from "../../../protocol/message";
import { suggestedName } from "../../config/editing/suggestedName";
import type { ReadAppFile } from "../app";
import { formats } from "../editing/formats";
import { isPlain, valueAt } from "../editing/place";
import { readAppFile } from "../reading/readAppFile";
import type { Plain, Shape } from "../shape";
import { pastedLine } from "./pastedLine";
import { anyShape, ownShapes } from "./pastedShape";

/** What a pasted text holds: its servers, in the shape that they are written in. */
export interface Pasted {
  readonly shape: Shape;
  readonly read: ReadAppFile;
}

/** The longest text that is looked at, in characters. */
const lengthLimit = 1_000_000;

/**
 * The servers of a pasted text: JSON in any shape (also a part of it, such as one entry, and in a Markdown fence), TOML or YAML of an app,
 * a command line, an address, or the line of a client that adds a server. `undefined` if it is none of them.
 */
export function pastedText(text: string): Pasted | undefined {
  const bare = unfenced(text);
  if (bare === "" || bare.length > lengthLimit) return undefined;
  if (/^[ \t]*\[mcp_servers\b/m.test(bare)) return readAs(ownShapes.codex, bare);
  if (/^[[{"]/.test(bare)) return ofJson(bare);
  if (/^extensions:/m.test(bare)) return readAs(ownShapes.goose, bare);
  if (/^mcpServers:/m.test(bare)) return ofYaml(bare);
  const line = pastedLine(bare);
  if (!line) return undefined;
  return line.kind === "json" ? ofJson(line.json, line.name) : ofEntry(line.entry, line.name);
}

/** What to paste, for a text that is none of these. */
export const pasteProblem = (text: string): string | undefined =>
  pastedText(text)
    ? undefined
    : message(
        "import.notPasted",
        'This is not a server configuration. Paste JSON, a command line, an address, or a "claude mcp add" line.',
      );

/** A text without the fence and the language of a Markdown block, and without the sign of a shell's prompt. */
function unfenced(text: string): string {
  const bare = text.trim();
  const firstLine = /^```[\w-]*[ \t]*\r?\n/.exec(bare)?.[0];
  const inside = firstLine !== undefined && bare.endsWith("```") ? bare.slice(firstLine.length, -3).trim() : bare;
  return inside.replace(/^[$>] (?=\S)/, "");
}

/** JSON as it is, or the members of an object without its brackets, as pages often show them. */
function ofJson(text: string, name?: string): Pasted | undefined {
  const whole = formats.jsonc.parse(text);
  const parsed = whole.kind === "value" ? whole : formats.jsonc.parse(`{${text.replace(/,$/, "")}}`);
  if (parsed.kind === "broken") return /^\{/.test(text) ? readAs(anyShape(["mcpServers"]), text) : undefined;
  const content = parsed.value;
  if (Array.isArray(content)) return ofList(content);
  return isPlain(content) ? ofObject(content, name) : undefined;
}

function ofObject(content: Plain, name?: string): Pasted | undefined {
  const { mcp, mcpServers } = content;
  if (Array.isArray(mcpServers)) return ofList(mcpServers);
  for (const root of [["mcpServers"], ["servers"], ["mcpHub.servers"], ["mcpHub", "servers"]])
    if (isPlain(valueAt(content, root))) return readValue(anyShape(root), content);
  if (isPlain(content.context_servers)) return readValue(ownShapes.zed, content);
  if (isPlain(mcp)) {
    const inner = isPlain(mcp.servers) && !isEntry(mcp.servers) ? mcp.servers : mcp;
    const isOpenCode = Object.values(inner).some(
      (one) => isPlain(one) && (one.type === "local" || one.type === "remote"),
    );
    if (isOpenCode) return readValue(ownShapes.openCode, content);
    return readValue(anyShape(inner === mcp ? ["mcp"] : ["mcp", "servers"]), content);
  }
  if (isEntry(content)) return ofEntry(content, name ?? (typeof content.name === "string" ? content.name : undefined));
  const members = Object.values(content);
  return members.length > 0 && members.every(isEntry)
    ? readValue(anyShape(["mcpServers"]), { mcpServers: content })
    : undefined;
}

/** A list of entries with their names, as some apps write them. */
const ofList = (list: readonly unknown[]): Pasted | undefined =>
  list.length > 0 && list.every((one) => isEntry(one) && typeof one.name === "string")
    ? readValue({ ...anyShape(["mcpServers"]), namedBy: "name" }, { mcpServers: list })
    : undefined;

const isEntry = (value: unknown): value is Plain =>
  isPlain(value) && ["command", "url", "httpUrl", "serverUrl"].some((key) => typeof value[key] === "string");

function ofEntry(entry: Plain, name?: string): Pasted {
  const { command, args } = entry;
  const address = [entry.url, entry.httpUrl, entry.serverUrl].find((one) => typeof one === "string");
  const words = [command, ...(Array.isArray(args) ? args : [])].filter((one) => typeof one === "string");
  const line = words.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(" ");
  const suggested =
    typeof address === "string" ? suggestedName("address", address, []) : suggestedName("program", line, []);
  return readValue(anyShape(["mcpServers"]), { mcpServers: { [name ?? suggested]: entry } });
}

/** Continue's list, or the map that others write. */
function ofYaml(text: string): Pasted | undefined {
  const parsed = formats.yaml.parse(text);
  const servers = parsed.kind === "value" ? valueAt(parsed.value, ["mcpServers"]) : undefined;
  return isPlain(servers)
    ? readValue(anyShape(["mcpServers"]), { mcpServers: servers })
    : readAs(ownShapes.continueDev, text);
}

const readAs = (shape: Shape, text: string): Pasted => ({ shape, read: readAppFile({ shape }, text) });

const readValue = (shape: Shape, content: unknown): Pasted =>
  readAs({ ...shape, format: "jsonc" }, JSON.stringify(content));

/** Whether a text is meant as servers without doubt, so that it may be taken from the clipboard: a sentence may look like a command line. */
export function isSurelyPasted(text: string): boolean {
  const bare = unfenced(text);
  const isCode = /^(?:[[{"]|mcpServers:|extensions:)|\[mcp_servers\b/.test(bare);
  const isLine = /^(?:\w+=\S+\s+)*(?:npx|uvx|bunx|pnpx|docker|claude|codex|gemini)(?:\.cmd|\.exe)?\s/.test(bare);
  return (isCode || isLine) && (pastedText(text)?.read.entries.length ?? 0) > 0;
}
