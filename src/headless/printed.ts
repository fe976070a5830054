import { toJson } from "../core/kernel/json/exactJson";
import { safeLine } from "../core/kernel/redact";
import { unseenCharacters, visibleText } from "../core/kernel/untrusted/visible";
import { base64Bytes } from "../core/messages/checkedMedia";
import type { Content } from "../core/messages/content";
import { formatBytes } from "../core/messages/resultText";
import type { ToolResult } from "../core/messages/toolResult";
import { type Compatibility, compatibilityText } from "../core/presentation/compatibilityTable";
import type { HubView, ServerView } from "../protocol/hubView";
import { message } from "../protocol/message";
import { describeState } from "../protocol/summary";
import type { ListedTool } from "./headlessHub";
import type { Outcome } from "./runCommand";

/**
 * Makes text safe for a terminal: what a server wrote could otherwise move the cursor, set the title, fill the clipboard, or stand in
 * another order than it is read. It is only for terminals: a pipe gets every byte unchanged.
 */
export const forTerminal = (text: string): string =>
  visibleText(text.replaceAll("\r\n", "\n").replaceAll("\r", "\ufffd"));

const unseen = new RegExp(`[${unseenCharacters}]`, "gu");

/** The same for JSON, which stays the same value: what nobody sees stands there escaped (RFC 8259, section 7). */
export const jsonForTerminal = (json: string): string =>
  json.replace(unseen, (one) => [...one.split("")].map(escapedUnit).join(""));

const escapedUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** A result for a terminal: text unchanged, and a short description of everything else. */
export function printedResult({ content, structured }: ToolResult): string {
  if (content.length === 0 && structured !== undefined) return toJson(structured, 2) ?? "";
  return content.map(printedContent).join("\n");
}

function printedContent(content: Content): string {
  switch (content.type) {
    case "text":
      return content.text;
    case "image":
    case "audio":
      return `[${content.type}, ${safeLine(content.mimeType)}, ${formatBytes(base64Bytes(content.data))}]`;
    case "resource":
      return (
        content.resource.text ??
        `[resource ${safeLine(content.resource.uri)}, ${formatBytes(base64Bytes(content.resource.blob ?? ""))}]`
      );
    case "resource_link":
      return `[resource ${safeLine(content.uri)}]`;
  }
}

/** The outcome of `compatibility`, which always succeeds. */
export const printedCompatibility = (matrix: Compatibility, json: boolean): Outcome => ({
  exitCode: 0,
  stdout: `${json ? JSON.stringify(matrix) : compatibilityText(matrix)}\n`,
  stderr: "",
});

/** The tools as a table. */
export function printedTools(tools: readonly ListedTool[]): string {
  if (tools.length === 0) return message("headless.noTools", "No tools.");
  return columns(
    tools.map(({ server, tool, description }) => [server, safeLine(tool, 64), safeLine(description ?? "", 100)]),
  );
}

/** The servers as a table, and the problems of the configuration. */
export function printedStatus({ servers, problems }: HubView): string {
  const lines = servers.map((server) => [server.id, describeState(server), identity(server)]);
  const problemLines = problems.map((one) => `${one.severity}: ${one.path.join(".")}: ${one.message}`);
  const table = servers.length > 0 ? columns(lines) : message("headless.noServers", "No servers.");
  return [table, ...problemLines].join("\n");
}

function identity({ state }: ServerView): string {
  if (state.kind !== "ready") return "";
  const { name, version, protocolVersion, transport } = state.info;
  return message("headless.identity", "{name} {version}, {transport}, protocol {protocol}", {
    ...{ name, version, transport },
    protocol: protocolVersion,
  });
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
