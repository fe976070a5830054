import type { ServerId } from "../../protocol/hubEvent";
import { safeLine } from "../kernel/redact";
import type { PromptMessage } from "../messages/promptMessage";
import { cutText, resultText } from "../messages/resultText";
import type { ToolResult } from "../messages/toolResult";
import { fileName, isJson } from "./fileName";
import { partMarkdown } from "./partMarkdown";
import { type NamedFile, type ShownPart, shownParts } from "./shownPart";

/** A text to open in an editor. `name` is a file name: its ending chooses the language. */
export interface DocumentText {
  readonly name: string;
  /** Empty where there is nothing to say beside the one file. */
  readonly text: string;
  /** What lies beside it; the text names each by a relative link. */
  readonly files?: readonly FileBeside[];
}

export type FileBeside = NamedFile & { readonly isPicture: boolean };

/** Bytes; more would only make the editor slow. The text says when it is cut. */
const limit = 20 * 1024 * 1024;

/** A tool's result: text and JSON as they came, an error said first, pictures, sounds and files beside it. */
export function toolDocument(server: ServerId, tool: string, result: ToolResult): DocumentText {
  const parts = shownParts(result);
  if (parts.every(({ kind }) => kind === "text" || kind === "json")) return plainDocument(tool, result);
  const files = filesOf(parts);
  const [only] = parts;
  if (parts.length === 1 && files.length === 1 && !result.isError && only)
    return { name: `${fileName(tool)}.md`, text: "", files };
  const head = result.isError ? "The tool reported an error.\n\n" : "";
  const text = parts.map((part) => partMarkdown(part, server)).join("\n\n");
  return { name: `${fileName(tool)}.md`, text: head + cutText(text, { name: safeLine(tool, 80), limit }), files };
}

function plainDocument(tool: string, result: ToolResult): DocumentText {
  const { content, structured, isError } = result;
  const text =
    content.length === 0 && structured !== undefined && !isError
      ? JSON.stringify(structured, undefined, 2)
      : resultText(result, { name: safeLine(tool, 80), limit }).text;
  return { name: `${fileName(tool)}.${isJson(text) ? "json" : "md"}`, text };
}

/** A prompt's messages, one below the other, as Markdown. */
export function promptDocument(server: ServerId, name: string, messages: readonly PromptMessage[]): DocumentText {
  const parts = shownParts({ content: messages.map(({ content }) => content) });
  const said = parts.map((part, at) => {
    const title = messages[at]?.role === "assistant" ? "Assistant" : "User";
    return `## ${title}\n\n${cutText(partMarkdown(part, server), { name, limit })}\n`;
  });
  const text = said.join("\n") || "The prompt has no messages.\n";
  const files = filesOf(parts);
  return { name: `${fileName(name)}.md`, text, ...(files.length > 0 && { files }) };
}

/** What lies beside a document of these parts. */
export const filesOf = (parts: readonly ShownPart[]): readonly FileBeside[] =>
  parts.flatMap((part) =>
    "file" in part ? [{ ...part.file, isPicture: part.kind === "media" && part.media.kind === "image" }] : [],
  );
