import { safeLine } from "../../core/kernel/redact";
import type { Content, ResourceContents, Role } from "../../core/messages/content";
import { isObject } from "../../protocol/isObject";
import { optionalText, text } from "./fields";

/** One content block. A kind that is not known here, or one without its parts, becomes a text that says so: nothing is lost silently. */
export function normalizeContent(block: unknown): Content {
  if (!isObject(block)) return note("no kind");
  const audience = mendAudience(block.annotations);
  return { ...mendBlock(block), ...(audience && { annotations: { audience } }) };
}

function mendBlock(block: Readonly<Record<string, unknown>>): Content {
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
      return note(typeof type === "string" ? safeLine(type, 60) : "no kind");
  }
}

/** Those of the audience that are known; `undefined` where nobody is. */
function mendAudience(annotations: unknown): Role[] | undefined {
  if (!isObject(annotations) || !Array.isArray(annotations.audience)) return undefined;
  const known = annotations.audience.filter((role: unknown) => role === "user" || role === "assistant");
  return known.length > 0 ? known : undefined;
}

/** What a resource holds; `undefined` where it is neither text nor base64. */
export function normalizeContents(contents: unknown): ResourceContents | undefined {
  if (!isObject(contents) || typeof contents.uri !== "string") return undefined;
  const { uri, mimeType, text, blob } = contents;
  const about = { uri, ...(typeof mimeType === "string" && { mimeType }) };
  if (typeof text === "string") return { ...about, text };
  return isBase64(blob) ? { ...about, blob } : undefined;
}

const note = (kind: string): Content => ({
  type: "text",
  text: `(The server sent content that cannot be shown: ${kind}.)`,
});

/** As the SDK checks it: one bad picture would cost the whole answer. */
function isBase64(value: unknown): value is string {
  if (typeof value !== "string") return false;
  try {
    atob(value);
    return true;
  } catch {
    return false; // not base64: that is the answer
  }
}
