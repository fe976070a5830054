import { canonicalJson } from "../kernel/canonicalJson";
import { base64Bytes, checkedMedia, type Media } from "./checkedMedia";
import { type Content, isFor, type ResourceContents } from "./content";
import type { ToolResult } from "./toolResult";

/** A tool's result as a language model is given it. */
export interface ResultText {
  readonly text: string;
  /** Pictures that models can be given, in order; the text names each, whether or not it is among these. */
  readonly media: readonly Media[];
  readonly isError: boolean;
}

export interface ResultLimits {
  /** What gave the result, for the sentence that says it was cut, e.g. `documents/extract_text`. */
  readonly name: string;
  /** Bytes of UTF-8 that the text may have. */
  readonly limit: number;
  /** The person is shown what is meant for them alone, so that the text needs only to name it. */
  readonly personSees?: boolean;
}

/** Bytes of pictures that one result may hand on: more would fill any model's context. */
const mediaLimit = 5 * 1024 * 1024;

/** Characters of structured content that are compared with the texts beside it. */
const comparedLimit = 1024 * 1024;

/**
 * The content blocks in their order; structured content where no text says the same; an error said first; cut at the limit
 * with one sentence that says how large the result was and what to do.
 */
export function resultText(result: ToolResult, limits: ResultLimits): ResultText {
  const apart = limits.personSees === true ? (block: Content) => !isFor("assistant", block) : () => false;
  const blocks = result.content.map((block) =>
    apart(block) ? `${blockName(block)} (shown to the user)` : blockText(block),
  );
  const structured = structuredText(result);
  const hasText = result.content.some((block) => block.type === "text" && block.text !== "");
  if (structured !== undefined) blocks.splice(hasText ? blocks.length : 0, 0, structured);
  const body = cutText(blocks.filter((block) => block !== "").join("\n\n"), limits);
  const head = result.isError ? "The tool reported an error.\n\n" : "";
  const empty = result.isError ? "It gave no reason." : "The tool returned nothing.";
  const media = mediaOf(result.content.filter((block) => !apart(block)));
  return { text: head + (body || empty), media, isError: result.isError };
}

/** Structured content as JSON; `undefined` where there is none, or where a text says the same, as the specification asks of servers. */
export function structuredText({ content, structured }: Omit<ToolResult, "isError">): string | undefined {
  if (structured === undefined) return undefined;
  const same = canonicalJson(structured, comparedLimit);
  // Some servers wrap what is no object: {"result": "text"}.
  const wrapped =
    typeof structured === "object" && structured !== null && Object.keys(structured).join() === "result"
      ? String(Reflect.get(structured, "result"))
      : undefined;
  const isSaid = (block: Content) =>
    block.type === "text" && block.text !== "" && (block.text === wrapped || asCanonical(block.text) === same);
  return same !== undefined && content.some(isSaid) ? undefined : JSON.stringify(structured);
}

function asCanonical(text: string): string | undefined {
  if (text.length > 2 * comparedLimit || !/^\s*["[{\w-]/.test(text)) return undefined;
  try {
    return canonicalJson(JSON.parse(text), comparedLimit);
  } catch {
    return undefined; // a text in words
  }
}

/** What a resource holds, in the shape of a result. */
export const resourceResult = (contents: readonly ResourceContents[]): ToolResult => ({
  content: contents.map((resource) => ({ type: "resource", resource })),
  isError: false,
});

function blockText(block: Content): string {
  return block.type === "text" ? block.text : blockName(block);
}

function blockName(block: Content): string {
  switch (block.type) {
    case "text":
      return `[Text, ${formatBytes(utf8Bytes(block.text))}]`;
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
  const media = block.type === "resource" ? mediaResource(block.resource) : mediaBlock(block);
  return media?.kind === "image" ? media : undefined;
}

const mediaBlock = (block: Content): Media | undefined =>
  block.type === "image" || block.type === "audio" ? checkedMedia(block.mimeType, block.data) : undefined;

const mediaResource = ({ mimeType, blob }: ResourceContents): Media | undefined =>
  blob === undefined || mimeType === undefined ? undefined : checkedMedia(mimeType, blob);

/** The text, or as much of it as fits after a sentence that says so. */
export function cutText(text: string, { name, limit }: ResultLimits): string {
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
