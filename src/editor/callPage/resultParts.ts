import { safeJson, safeLine, safeText } from "../../core/kernel/redact";
import { formatBytes } from "../../core/messages/resultText";
import type { ToolResult } from "../../core/messages/toolResult";
import { isJson } from "../../core/presentation/fileName";
import { rendersAsMarkdown } from "../../core/presentation/renderedMarkdown";
import { type ShownPart, shownParts, sizeOf } from "../../core/presentation/shownPart";
import type { CallResult, ResultPart } from "../../protocol/callPageMessages";

/** The most characters of one text; an editor can show all of it. */
const textLimit = 1024 * 1024;
const partsShown = 50;
const metaLimit = 20_000;
/** The most characters of base64 for one picture or sound, and for a whole result. */
const sourceLimit = 2 * 1024 * 1024;
const sourcesLimit = 6 * 1024 * 1024;

/** A result for the call page: bounded, cleaned, by type of content. `roles`: of a prompt, who says each part. */
export function resultParts(
  result: Omit<ToolResult, "isError">,
  roles: readonly ("user" | "assistant")[] = [],
): CallResult {
  let room = sourcesLimit;
  const parts = shownParts(result);
  const shown = parts.slice(0, partsShown).map((part, at): ResultPart => {
    const role = roles[at];
    const said = role && { role };
    if (part.kind !== "media") return { ...said, ...plainPart(part) };
    const { kind, mimeType, data } = part.media;
    const named = { kind, name: safeLine(part.file.name), about: `${mimeType}, ${formatBytes(sizeOf(part.file))}` };
    if (data.length > Math.min(room, sourceLimit)) return { ...said, ...named };
    room -= data.length;
    return { ...said, ...named, source: `data:${mimeType};base64,${data}` };
  });
  return {
    parts: shown,
    more: parts.length - shown.length,
    ...(result.warning !== undefined && { warning: safeLine(result.warning, 600) }),
    ...(result.meta && { meta: safeJson(result.meta, metaLimit) }),
  };
}

function plainPart(part: Exclude<ShownPart, { kind: "media" }>): ResultPart {
  switch (part.kind) {
    case "text":
    case "json":
      return textPart(part.text);
    case "file": {
      const { file, uri, mimeType } = part;
      const named = { name: safeLine(file.name), about: joined(uri, mimeType, formatBytes(sizeOf(file))) };
      return "text" in file ? { ...textPart(file.text, mimeType), ...named } : { kind: "file", ...named };
    }
    case "link":
      return {
        kind: "link",
        name: safeLine(part.name) || safeLine(part.uri),
        about: joined(part.uri, part.description),
      };
  }
}

function textPart(text: string, mimeType = ""): Extract<ResultPart, { kind: "text" }> {
  const isCut = text.length > textLimit;
  return {
    kind: "text",
    text: isCut ? safeText(text.slice(0, textLimit), textLimit) : safeText(text, textLimit),
    language: isCut ? "text" : languageOf(text, mimeType),
    ...(isCut && { cut: true }),
  };
}

function languageOf(text: string, mimeType: string): "text" | "markdown" | "json" {
  if (isJson(text)) return "json";
  return mimeType.startsWith("text/markdown") || rendersAsMarkdown(text) ? "markdown" : "text";
}

const joined = (...parts: (string | undefined)[]): string => safeLine(parts.filter((part) => part).join(", "), 300);
