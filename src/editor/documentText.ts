import { resourceText, resultText } from "../core/calls/resultText";
import type { ResourceContents, ToolResult } from "../core/calls/toolCall";
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

/** What a resource holds, under the last part of its address. */
export function resourceDocument(uri: string, contents: readonly ResourceContents[]): DocumentText {
  const [only, ...others] = contents;
  const whole = only?.text !== undefined && others.length === 0 ? only.text : undefined;
  const text = whole ?? resourceText(contents, { name: safeLine(uri, 80), limit }).text;
  const name = fileName(
    uri
      .split(/[?#]/)[0]
      ?.split("/")
      .findLast((part) => part !== "") ?? "",
  );
  if (/\.\w{1,10}$/.test(name)) return { name, text };
  return { name: `${name}.${ending(contents, text)}`, text };
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
};

function ending([first]: readonly ResourceContents[], text: string): string {
  const type = first?.mimeType?.split(";")[0]?.trim() ?? "";
  return (Object.hasOwn(endings, type) && endings[type]) || (isJson(text) ? "json" : "txt");
}

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
