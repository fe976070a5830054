import type { Content, ResourceContents, ToolResult } from "./toolCall";

/** A picture or a sound of a result, for doors that can hand it on as it is. */
export interface Media {
  readonly mimeType: string;
  /** base64 */
  readonly data: string;
}

/** A tool's result as a language model is given it. */
export interface ResultText {
  readonly text: string;
  /** Pictures and sounds, in order; the text names each, whether or not it is among these. */
  readonly media: readonly Media[];
  readonly isError: boolean;
}

export interface ResultLimits {
  /** What gave the result, for the sentence that says it was cut, e.g. `documents/extract_text`. */
  readonly name: string;
  /** Bytes of UTF-8 that the text may have. */
  readonly limit: number;
}

/** Bytes of pictures and sounds that one result may hand on: more would fill any model's context. */
const mediaLimit = 5 * 1024 * 1024;

/**
 * The content blocks in their order; structured content where no block is text; an error said first; cut at the limit
 * with one sentence that says how large the result was and what to do.
 */
export function resultText(result: ToolResult, limits: ResultLimits): ResultText {
  const blocks = result.content.map(blockText);
  const hasText = result.content.some((block) => block.type === "text" && block.text !== "");
  if (!hasText && result.structured !== undefined) blocks.unshift(JSON.stringify(result.structured));
  const body = cut(blocks.filter((block) => block !== "").join("\n\n"), limits);
  const head = result.isError ? "The tool reported an error.\n\n" : "";
  const empty = result.isError ? "It gave no reason." : "The tool returned nothing.";
  return { text: head + (body || empty), media: mediaOf(result.content), isError: result.isError };
}

/** What a resource holds, as a language model is given it. */
export const resourceText = (contents: readonly ResourceContents[], limits: ResultLimits): ResultText =>
  resultText({ content: contents.map((resource) => ({ type: "resource", resource })), isError: false }, limits);

function blockText(block: Content): string {
  switch (block.type) {
    case "text":
      return block.text;
    case "image":
      return `[Image, ${block.mimeType}, ${formatBytes(base64Bytes(block.data))}]`;
    case "audio":
      return `[Audio, ${block.mimeType}, ${formatBytes(base64Bytes(block.data))}]`;
    case "resource":
      return embedded(block.resource);
    case "resource_link": {
      const what = [block.mimeType, block.description].filter((part) => part !== undefined && part !== "").join(", ");
      return `[Resource "${block.name}" at ${block.uri}${what && `: ${what}`}]`;
    }
  }
}

function embedded({ uri, mimeType, text, blob }: ResourceContents): string {
  const type = mimeType ? `, ${mimeType}` : "";
  if (text !== undefined) return `[Resource ${uri}${type}]\n${text}`;
  return `[Resource ${uri}${type}, ${formatBytes(base64Bytes(blob ?? ""))} of binary data]`;
}

function mediaOf(content: readonly Content[]): readonly Media[] {
  let left = mediaLimit;
  return content.flatMap((block) => {
    const media = asMedia(block);
    const size = media ? base64Bytes(media.data) : 0;
    if (!media || size > left) return [];
    left -= size;
    return [media];
  });
}

function asMedia(block: Content): Media | undefined {
  if (block.type === "image" || block.type === "audio") return { mimeType: block.mimeType, data: block.data };
  if (block.type !== "resource") return undefined;
  const { mimeType, blob } = block.resource;
  return blob !== undefined && mimeType && /^(image|audio)\//.test(mimeType) ? { mimeType, data: blob } : undefined;
}

function cut(text: string, { name, limit }: ResultLimits): string {
  const size = utf8Bytes(text);
  if (size <= limit) return text;
  // `encodeInto` stops before a character that would not fit whole.
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(limit));
  const [was, kept] = [formatBytes(size), formatBytes(limit)];
  const sentence = `The result of ${name} was ${was === kept ? `just over ${was}` : was}; the first ${kept} follow. Ask for a smaller part.`;
  return `${sentence}\n\n${text.slice(0, read)}`;
}

/** `5.0 MB`, `100 KB`, `12 bytes`; a kilobyte has 1,024 bytes. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  // 1,023.5 KB would be rounded to 1,024.
  const [size, unit] = bytes < 1023.5 * 1024 ? [bytes / 1024, "KB"] : [bytes / (1024 * 1024), "MB"];
  return `${size < 10 && unit === "MB" ? size.toFixed(1) : Math.round(size)} ${unit}`;
}

function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1; // a surrogate is half of four bytes
  }
  return bytes;
}

function base64Bytes(data: string): number {
  const padding = data.endsWith("==") ? 2 : data.endsWith("=") ? 1 : 0;
  return Math.max(0, Math.floor((data.length * 3) / 4) - padding);
}
