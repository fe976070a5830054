import { safeLine } from "../core/kernel/redact";
import { base64Bytes } from "../core/messages/checkedMedia";
import type { Content } from "../core/messages/content";
import { formatBytes } from "../core/messages/resultText";
import type { ToolResult } from "../core/messages/toolResult";
import type { HubView, ServerView } from "../protocol/hubView";
import { describeState } from "../protocol/summary";
import type { ListedTool } from "./headlessHub";

/**
 * Text as it may reach a terminal: what a server wrote could otherwise move the cursor, set the title or fill the
 * clipboard. Only for a terminal: a pipe gets every byte as it came.
 */
export const forTerminal = (text: string): string => text.replaceAll("\r\n", "\n").replace(/[^\P{Cc}\n\t]/gu, "\ufffd");

/** A result as a person reads it in a terminal: text as it came, everything else named. */
export function printedResult({ content, structured }: ToolResult): string {
  if (content.length === 0 && structured !== undefined) return JSON.stringify(structured, undefined, 2);
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

export function printedTools(tools: readonly ListedTool[]): string {
  if (tools.length === 0) return "No tools.";
  return columns(
    tools.map(({ server, tool, description }) => [server, safeLine(tool, 64), safeLine(description ?? "", 100)]),
  );
}

export function printedStatus({ servers, problems }: HubView): string {
  const lines = servers.map((server) => [server.id, describeState(server), identity(server)]);
  const wrong = problems.map(({ severity, path, message }) => `${severity}: ${path.join(".")}: ${message}`);
  return [servers.length > 0 ? columns(lines) : "No servers.", ...wrong].join("\n");
}

function identity({ state }: ServerView): string {
  if (state.kind !== "ready") return "";
  const { name, version, protocolVersion, transport } = state.info;
  return `${name} ${version}, ${transport}, protocol ${protocolVersion}`;
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
