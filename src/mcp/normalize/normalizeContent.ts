import { toJson } from "../../core/kernel/json/exactJson";
import { safeLine } from "../../core/kernel/redact";
import { checkedMedia } from "../../core/messages/checkedMedia";
import type { Annotations, Content, ResourceContents } from "../../core/messages/content";
import { isObject } from "../../protocol/isObject";
import { message } from "../../protocol/message";
import { optionalText, text } from "./fields";
import { normalizeMeta } from "./normalizeMeta";

type Fields = Readonly<Record<string, unknown>>;

/**
 * One content block. What is not quite a block is read as what it must mean; an unknown type, or a block with missing parts, becomes a
 * text that says so: nothing is lost silently.
 */
export function normalizeContent(block: unknown): Content {
  if (!isObject(block))
    return block === null || block === undefined ? note("no type") : { type: "text", text: asText(block) };
  const annotations = normalizeAnnotations(block.annotations);
  const meta = normalizeMeta(block._meta);
  return { ...normalizeBlock(block), ...(annotations && { annotations }), ...(meta && { _meta: meta }) };
}

function normalizeBlock(block: Fields): Content {
  const { type } = block;
  switch (type) {
    case "text":
      return block.text === undefined || block.text === null ? note("text") : { type, text: asText(block.text) };
    case "image":
    case "audio":
      return normalizeMedia(type, block) ?? note(type);
    case "resource":
      return normalizeEmbedded(isObject(block.resource) ? block.resource : block) ?? note(type);
    case "resource_link": {
      if (typeof block.uri !== "string") return note(type);
      const { uri, name, description } = block;
      return {
        type,
        uri,
        name: text(name, uri),
        description: optionalText(description),
        mimeType: optionalText(mimeTypeOf(block)),
      };
    }
    case undefined:
    case null:
      return { type: "text", text: asText(typeof block.text === "string" ? block.text : block) };
    default:
      return note(typeof type === "string" ? safeLine(type, 60) : "no type");
  }
}

/** A picture or a sound. Some servers put the data in an address (`data:image/png;base64,…`), use the alphabet of URLs, or name no type. */
function normalizeMedia(type: "image" | "audio", block: Fields): Content | undefined {
  if (typeof block.data !== "string") return undefined;
  const [address = "", inAddress = ""] = /^\s*data:([^;,]*)[^,]{0,200},/i.exec(block.data.slice(0, 300)) ?? [];
  const data = asBase64(block.data.slice(address.length));
  if (data === undefined) return undefined;
  const named = mimeTypeOf(block) ?? inAddress;
  return { type, data, mimeType: named || (checkedMedia(`${type}/*`, data)?.mimeType ?? "application/octet-stream") };
}

/** An embedded resource, also where its parts stand in the block itself, or its address is missing. */
function normalizeEmbedded(resource: Fields): Content | undefined {
  const contents = normalizeContents(resource);
  if (contents) return { type: "resource", resource: contents };
  if (resource.uri !== undefined && resource.uri !== null) return undefined;
  if (typeof resource.text === "string") return { type: "text", text: resource.text };
  const unnamed = normalizeContents({ ...resource, uri: "resource:unnamed" });
  return unnamed && { type: "resource", resource: unnamed };
}

/** What is known of a block's annotations, within bounds; `undefined` where that is nothing. */
function normalizeAnnotations(annotations: unknown): Annotations | undefined {
  if (!isObject(annotations)) return undefined;
  const { audience, priority, lastModified } = annotations;
  const roles = Array.isArray(audience) ? audience : [];
  const known = roles.filter((role: unknown) => role === "user" || role === "assistant");
  const found: Annotations = {
    ...(known.length > 0 && { audience: known.slice(0, 2) }),
    ...(typeof priority === "number" && priority >= 0 && priority <= 1 && { priority }),
    ...(typeof lastModified === "string" && lastModified.length <= 60 && { lastModified }),
  };
  return Object.keys(found).length > 0 ? found : undefined;
}

/** The contents of a resource; `undefined` where they are neither text nor base64. */
export function normalizeContents(contents: unknown): ResourceContents | undefined {
  if (!isObject(contents) || typeof contents.uri !== "string") return undefined;
  const { uri, text, blob } = contents;
  const mimeType = mimeTypeOf(contents);
  const meta = normalizeMeta(contents._meta);
  const fields = { uri, ...(mimeType !== undefined && { mimeType }), ...(meta && { _meta: meta }) };
  if (text !== undefined && text !== null) return { ...fields, text: asText(text) };
  const data = typeof blob === "string" ? asBase64(blob.replace(/^\s*data:[^,]{0,200},/i, "")) : undefined;
  return data === undefined ? undefined : { ...fields, blob: data };
}

const mimeTypeOf = ({ mimeType, mime_type: other }: Fields): string | undefined =>
  typeof mimeType === "string" ? mimeType : typeof other === "string" ? other : undefined;

/** A value where a text belongs, as text. */
const asText = (value: unknown): string => (typeof value === "string" ? value : (toJson(value, 2) ?? String(value)));

const note = (type: string): Content => ({
  type: "text",
  text: message("content.unsupported", "(The server sent content that cannot be displayed: {type}.)", { type }),
});

/** The base64 as the SDK accepts it: one bad picture would cost the whole result. Padding and the alphabet of URLs are corrected. */
function asBase64(value: string): string | undefined {
  if (value.length % 4 === 0 && isBase64(value)) return value;
  const plain = value.replace(/\s+/g, "").replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  const padded = plain + "=".repeat((4 - (plain.length % 4)) % 4);
  return isBase64(padded) ? padded : undefined;
}

function isBase64(value: string): boolean {
  try {
    atob(value);
    return true;
  } catch {
    return false; // not base64
  }
}
