import { safeJson, safeLine, safeText } from "../../core/kernel/redact";
import { formatBytes } from "../../core/messages/resultText";
import type { ToolResult } from "../../core/messages/toolResult";
import { readable } from "../../core/presentation/readable";
import { type ShownPart, shownParts, sizeOf } from "../../core/presentation/shownPart";
import type { CallContent, PanelPart } from "../../protocol/panelMessages";

/** The most characters of one text; an editor can show all of it. */
const textLimit = 20_000;
const partsShown = 20;
/** The most characters of the metadata of a tool or a result, as JSON: at least as many as the hub keeps. */
const metaLimit = 20_000;
/** The most characters of base64 for one picture or sound, and for a whole result. */
const sourceLimit = 1024 * 1024;
const sourcesLimit = 3 * 1024 * 1024;

/**
 * A result for the panel's page: bounded, cleaned, and with the bytes of verified pictures and sounds. `toolMeta` is the
 * metadata of the tool.
 */
export function panelContent(result: ToolResult, toolMeta?: ToolResult["meta"]): CallContent {
  let room = sourcesLimit;
  const parts = shownParts(result);
  const shown = parts.slice(0, partsShown).map((part): PanelPart => {
    if (part.kind !== "media") return plainPart(part);
    const { kind, mimeType, data } = part.media;
    const named = { kind, name: safeLine(part.file.name), about: `${mimeType}, ${formatBytes(sizeOf(part.file))}` };
    if (data.length > Math.min(room, sourceLimit)) return named;
    room -= data.length;
    return { ...named, source: `data:${mimeType};base64,${data}` };
  });
  return {
    parts: shown,
    more: parts.length - shown.length,
    ...(result.warning !== undefined && { warning: safeLine(result.warning, 600) }),
    ...(result.meta && { meta: safeJson(result.meta, metaLimit) }),
    ...(toolMeta && { toolMeta: safeJson(toolMeta, metaLimit) }),
  };
}

function plainPart(part: Exclude<ShownPart, { kind: "media" }>): PanelPart {
  switch (part.kind) {
    case "text":
    case "json":
      return { kind: "text", text: safeText(readable(part.text), textLimit) };
    case "file":
      return {
        kind: "file",
        name: safeLine(part.file.name),
        about: joined(part.uri, part.mimeType, formatBytes(sizeOf(part.file))),
      };
    case "link":
      return {
        kind: "link",
        name: safeLine(part.name) || safeLine(part.uri),
        about: joined(part.uri, part.description),
      };
  }
}

const joined = (...parts: (string | undefined)[]): string => safeLine(parts.filter((part) => part).join(", "), 300);
