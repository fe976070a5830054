import { safeJson, safeLine, safeText } from "../../core/kernel/redact";
import { formatBytes } from "../../core/messages/resultText";
import type { ToolResult } from "../../core/messages/toolResult";
import { type ShownPart, shownParts, sizeOf } from "../../core/presentation/shownPart";
import type { CallContent, PanelPart } from "../../protocol/panelMessages";

/** Characters of one text; an editor shows all of it. */
const textLimit = 20_000;
const partsShown = 20;
/** Characters of what a server adds to a tool or a result, as JSON: no less than the hub keeps of it. */
const metaLimit = 20_000;
/** Characters of base64 that one picture or sound may bring into the page, and all of a result. */
const sourceLimit = 1024 * 1024;
const sourcesLimit = 3 * 1024 * 1024;

/**
 * A result as the panel's page is told of it: bounded, cleaned, and with the bytes of pictures and sounds that were checked. `toolMeta`:
 * what the server adds to the tool.
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
    ...(result.meta && { meta: safeJson(result.meta, metaLimit) }),
    ...(toolMeta && { toolMeta: safeJson(toolMeta, metaLimit) }),
  };
}

function plainPart(part: Exclude<ShownPart, { kind: "media" }>): PanelPart {
  switch (part.kind) {
    case "text":
    case "json":
      return { kind: "text", text: safeText(part.text, textLimit) };
    case "file":
      return {
        kind: "file",
        name: safeLine(part.file.name),
        about: words(part.uri, part.mimeType, formatBytes(sizeOf(part.file))),
      };
    case "link":
      return {
        kind: "link",
        name: safeLine(part.name) || safeLine(part.uri),
        about: words(part.uri, part.description),
      };
  }
}

const words = (...parts: (string | undefined)[]): string => safeLine(parts.filter((part) => part).join(", "), 300);
