import { resultText } from "../core/calls/resultText";
import type { ToolResult } from "../core/calls/toolCall";
import type { PromptMessage } from "../core/connection/link";
import { safeLine } from "../core/redact";

/** A text to open in an editor. `name` is a file name: its ending chooses the language. */
export interface DocumentText {
  readonly name: string;
  readonly text: string;
}

/** Bytes; more would only make the editor slow. The text says when it is cut. */
const limit = 20 * 1024 * 1024;

/** A tool's result as it came: an error said first, JSON as JSON, pictures named. */
export function toolDocument(tool: string, result: ToolResult): DocumentText {
  const { content, structured, isError } = result;
  const text =
    content.length === 0 && structured !== undefined && !isError
      ? JSON.stringify(structured, undefined, 2)
      : resultText(result, { name: safeLine(tool, 80), limit }).text;
  return { name: `${fileName(tool)}.${isJson(text) ? "json" : "md"}`, text };
}

/** The name of a resource's file: the last part of its address, with the ending of its type where it has none. */
export function resourceName(uri: string, mimeType: string | undefined, text: string | undefined): string {
  const parts = uri.split(/[?#]/)[0]?.split("/") ?? [];
  const name = fileName(parts.findLast((part) => part !== "") ?? "");
  if (/\.\w{1,10}$/.test(name)) return name;
  const type = mimeType?.split(";")[0]?.trim() ?? "";
  const known = Object.hasOwn(endings, type) ? endings[type] : undefined;
  return `${name}.${known ?? (text !== undefined && isJson(text) ? "json" : "txt")}`;
}

const endings: Readonly<Record<string, string>> = {
  "application/json": "json",
  "text/markdown": "md",
  "text/html": "html",
  "text/css": "css",
  "text/csv": "csv",
  "application/xml": "xml",
  "text/xml": "xml",
  "application/yaml": "yaml",
  "application/pdf": "pdf",
  "application/gzip": "gz",
  "application/zip": "zip",
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/svg+xml": "svg",
  "audio/wav": "wav",
  "audio/mpeg": "mp3",
};

/** A prompt's messages, one below the other, as Markdown. */
export function promptDocument(name: string, messages: readonly PromptMessage[]): DocumentText {
  const text = messages
    .map(({ role, content }) => {
      const said = resultText({ content: [content], isError: false }, { name, limit });
      return `## ${role === "user" ? "User" : "Assistant"}\n\n${said.text}\n`;
    })
    .join("\n");
  return { name: `${fileName(name)}.md`, text: text || "The prompt has no messages.\n" };
}

/** A name that is one part of a path on every system. */
export const fileName = (name: string): string =>
  name
    .replace(/[^\w.-]+/g, "_")
    .replace(/^\.+/, "")
    .slice(0, 80) || "result";

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // text that only begins like JSON
  }
}
