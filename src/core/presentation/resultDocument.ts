import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";
import { toJson } from "../kernel/json/exactJson";
import { safeLine } from "../kernel/redact";
import type { PromptMessage } from "../messages/promptMessage";
import { cutText, resultText, toolErrorText } from "../messages/resultText";
import type { ToolResult } from "../messages/toolResult";
import { fileName, isJson } from "./fileName";
import { partMarkdown } from "./partMarkdown";
import { readable } from "./readable";
import { rendersAsMarkdown } from "./renderedMarkdown";
import { type NamedFile, type ShownPart, shownParts } from "./shownPart";

/** A text to open in an editor. `name` is a file name whose extension decides the language. */
export interface DocumentText {
  readonly name: string;
  /** Empty if one file is the whole result. */
  readonly text: string;
  /** The files next to the document. The text links to each of them. */
  readonly files?: readonly FileBeside[];
  /** Whose it is, as the editor shows it above the text. */
  readonly folder?: string;
  /** It is Markdown, and opens as people read it instead of as source text. */
  readonly isRendered?: boolean;
}

export type FileBeside = NamedFile & { readonly isPicture: boolean };

/** The largest document, in bytes: more would only make the editor slow. A text that is cut says so. */
const limit = 20 * 1024 * 1024;

/** A tool's result as a document: text and JSON unchanged, an error first, and pictures, sounds and files next to it. */
export function toolDocument(server: ServerId, tool: string, result: ToolResult): DocumentText {
  const parts = shownParts(result);
  if (parts.every(({ kind }) => kind === "text" || kind === "json"))
    return { folder: server, ...plainDocument(tool, result) };
  const files = filesOf(parts);
  const [only] = parts;
  if (parts.length === 1 && files.length === 1 && !result.isError && only)
    return { name: `${fileName(tool)}.md`, text: "", files, folder: server };
  const head = `${result.isError ? `${toolErrorText()}\n\n` : ""}${result.warning ? `(${result.warning})\n\n` : ""}`;
  const text = parts.map((part) => partMarkdown(part, server)).join("\n\n");
  const whole = head + cutText(text, { name: safeLine(tool, 80), limit });
  return { name: `${fileName(tool)}.md`, text: whole, files, folder: server, ...rendered(whole) };
}

const rendered = (text: string): Pick<DocumentText, "isRendered"> =>
  rendersAsMarkdown(text) ? { isRendered: true } : {};

function plainDocument(tool: string, result: ToolResult): DocumentText {
  const { content, structured, isError } = result;
  const { warning, ...rest } = result;
  const isStructure = content.length === 0 && structured !== undefined && !isError;
  const text = isStructure
    ? (toJson(structured, 2) ?? "")
    : readable(resultText(rest, { name: safeLine(tool, 80), limit }).text);
  if (!isJson(text)) {
    const whole = warning ? `${text}\n\n(${warning})` : text;
    return { name: `${fileName(tool)}.md`, text: whole, ...rendered(whole) };
  }
  // JSON with a comment, so that the warning does not make the document invalid.
  return warning
    ? { name: `${fileName(tool)}.jsonc`, text: `// ${safeLine(warning, 1000)}\n${text}` }
    : { name: `${fileName(tool)}.json`, text };
}

/** The messages of a prompt as one Markdown document. */
export function promptDocument(server: ServerId, name: string, messages: readonly PromptMessage[]): DocumentText {
  const parts = shownParts({ content: messages.map(({ content }) => content) });
  const sections = parts.map((part, at) => {
    const title =
      messages[at]?.role === "assistant" ? message("prompt.assistant", "Assistant") : message("prompt.user", "User");
    return `## ${title}\n\n${cutText(partMarkdown(part, server), { name, limit })}\n`;
  });
  const text = sections.join("\n") || `${message("prompt.empty", "The prompt has no messages.")}\n`;
  const files = filesOf(parts);
  return { name: `${fileName(name)}.md`, text, folder: server, ...rendered(text), ...(files.length > 0 && { files }) };
}

/** The files next to a document of these parts. */
export const filesOf = (parts: readonly ShownPart[]): readonly FileBeside[] =>
  parts.flatMap((part) =>
    "file" in part ? [{ ...part.file, isPicture: part.kind === "media" && part.media.kind === "image" }] : [],
  );
