import { safeLine } from "../../core/kernel/redact";
import type { Content, ResourceContents, Role } from "../../core/messages/content";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import { optionalText, text } from "./fields";

/** One content block. An unknown type, or one with missing parts, becomes a text that says so: nothing is lost silently. */
export function normalizeContent(block: unknown): Content {
  if (!isObject(block)) return note("no type");
  const audience = normalizeAudience(block.annotations);
  return { ...normalizeBlock(block), ...(audience && { annotations: { audience } }) };
}

function normalizeBlock(block: Readonly<Record<string, unknown>>): Content {
  const { type } = block;
  switch (type) {
    case "text":
      return typeof block.text === "string" ? { type, text: block.text } : note("text");
    case "image":
    case "audio":
      return isBase64(block.data) && typeof block.mimeType === "string"
        ? { type, data: block.data, mimeType: block.mimeType }
        : note(type);
    case "resource": {
      const resource = normalizeContents(block.resource);
      return resource ? { type, resource } : note(type);
    }
    case "resource_link": {
      if (typeof block.uri !== "string") return note(type);
      const { uri, name, description, mimeType } = block;
      return {
        type,
        uri,
        name: text(name, uri),
        description: optionalText(description),
        mimeType: optionalText(mimeType),
      };
    }
    default:
      return note(typeof type === "string" ? safeLine(type, 60) : "no type");
  }
}

/** The known roles of the audience; `undefined` where there are none. */
function normalizeAudience(annotations: unknown): Role[] | undefined {
  if (!isObject(annotations) || !Array.isArray(annotations.audience)) return undefined;
  const known = annotations.audience.filter((role: unknown) => role === "user" || role === "assistant");
  return known.length > 0 ? known : undefined;
}

/** The contents of a resource; `undefined` where they are neither text nor base64. */
export function normalizeContents(contents: unknown): ResourceContents | undefined {
  if (!isObject(contents) || typeof contents.uri !== "string") return undefined;
  const { uri, mimeType, text, blob } = contents;
  const fields = { uri, ...(typeof mimeType === "string" && { mimeType }) };
  if (typeof text === "string") return { ...fields, text };
  return isBase64(blob) ? { ...fields, blob } : undefined;
}

const note = (type: string): Content => ({
  type: "text",
  text: message("content.unsupported", "(The server sent content that cannot be displayed: {type}.)", { type }),
});

/** Checked as the SDK does: one bad picture would cost the whole result. */
function isBase64(value: unknown): value is string {
  if (typeof value !== "string") return false;
  try {
    atob(value);
    return true;
  } catch {
    return false; // not base64
  }
}
