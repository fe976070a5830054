import { inEnglish, inLanguage, message } from "../../protocol/message";
import { canonicalJson } from "../kernel/canonicalJson";
import { parseJson, toJson } from "../kernel/json/exactJson";
import { visibleText } from "../kernel/untrusted/visible";
import { base64Bytes, checkedMedia, type Media } from "./checkedMedia";
import { type Content, isFor, type ResourceContents } from "./content";
import { fenceBytes, fenced, type Origin } from "./fence";
import type { ToolResult } from "./toolResult";

/** A tool's result as text for a language model. */
export interface ResultText {
  readonly text: string;
  /** The pictures for the model, in order. The text names every picture, even if it is not among these. */
  readonly media: readonly Media[];
  readonly isError: boolean;
}

/** How long the text of a result may be. */
export interface ResultLimits {
  /** What returned the result, for the sentence about the cut, e.g. `documents/extract_text`. */
  readonly name: string;
  /** The largest size of the text, in bytes of UTF-8. */
  readonly limit: number;
  /** Whether the person sees what is meant only for them, so that the text only has to name it. */
  readonly personSees?: boolean;
  /** For a language model: what others wrote is fenced as theirs. The fence counts as text. */
  readonly origin?: Origin;
}

/** The largest total size of the pictures of one result, in bytes: more would fill any model's context. */
const mediaLimit = 5 * 1024 * 1024;

/** The largest structured content that is compared with the texts next to it, in characters. */
const comparedLimit = 1024 * 1024;

/**
 * The content blocks in order, and structured content unless a text repeats it. An error comes first. Nothing is hidden in the text
 * (`visibleText`), which is cut at the limit, with one sentence that names the size of the result and what to do. What the hub says
 * about the result stands outside the fence, and the cut is inside.
 */
export const resultText = (result: ToolResult, limits: ResultLimits): ResultText =>
  limits.origin ? inEnglish(() => textOf(result, limits)) : textOf(result, limits);

function textOf(result: ToolResult, limits: ResultLimits): ResultText {
  const isPersonOnly = personOnly(limits);
  const { trimmed, warning } = result;
  const { origin } = limits;
  const limit = roomIn(limits);
  const whole = trimmed ? trimmedText(result) : resultBody(result, limits);
  const size = trimmed?.bytes ?? utf8Bytes(whole);
  const body = trimmed || size <= limit ? whole : firstBytes(whole, limit);
  const empty = result.isError
    ? message("result.noReason", "It gave no reason.")
    : message("result.empty", "The tool returned nothing.");
  const written = [body, warning === undefined ? "" : `(${inLanguage(warning)})`]
    .filter((text) => text !== "")
    .join("\n\n");
  const text = [
    result.isError ? toolErrorText() : "",
    size > limit ? cutSentence(size, { ...limits, limit }) : "",
    body === "" ? empty : "",
    origin && written !== "" ? fenced(written, origin) : written,
  ];
  const media = mediaOf(result.content.filter((block) => !isPersonOnly(block)));
  return { text: text.filter((part) => part !== "").join("\n\n"), media, isError: result.isError };
}

/** The most bytes of a result's own text: what its fence leaves of the limit. */
const roomIn = ({ limit, origin }: ResultLimits): number => (origin ? Math.max(1, limit - fenceBytes(origin)) : limit);

/** The whole text of a result's content, without what is said about it. Nothing is hidden in it (`visibleText`). */
export function resultBody(result: ToolResult, limits: Pick<ResultLimits, "personSees">): string {
  const isPersonOnly = personOnly(limits);
  const blocks = result.content.map((block) =>
    isPersonOnly(block)
      ? message("result.shownToUser", "{block} (shown to the user)", { block: blockName(block) })
      : blockText(block),
  );
  const structured = structuredText(result);
  const hasText = result.content.some((block) => block.type === "text" && block.text !== "");
  if (structured !== undefined) blocks.splice(hasText ? blocks.length : 0, 0, structured);
  return visibleText(blocks.filter((block) => block !== "").join("\n\n"));
}

/**
 * A result whose text is larger than the limit becomes the beginning of that text, which names its pictures, and the pictures. `handle`
 * names the whole where it is kept.
 */
export function trimmedResult(result: ToolResult, limits: ResultLimits, handle?: string): ToolResult {
  const body = resultBody(result, limits);
  const bytes = utf8Bytes(body);
  const limit = roomIn(limits);
  if (bytes <= limit) return result;
  const { structured: _, content, ...rest } = result;
  const isPersonOnly = personOnly(limits);
  const text = firstBytes(body, limit);
  const pictures = content.filter((block) => asMedia(block) !== undefined && !isPersonOnly(block));
  return {
    ...rest,
    content: [{ type: "text", text }, ...pictures],
    trimmed: { bytes, next: text.length, ...(handle !== undefined && { handle }) },
  };
}

const personOnly = ({ personSees }: Pick<ResultLimits, "personSees">): ((block: Content) => boolean) =>
  personSees === true ? (block) => !isFor("assistant", block) : () => false;

/** The text of a trimmed result, which names its pictures already. */
const trimmedText = ({ content }: ToolResult): string =>
  content.map((block) => (block.type === "text" ? block.text : "")).join("");

/** The first sentence of a result that is an error. */
export const toolErrorText = (): string => message("result.toolError", "The tool reported an error.");

/** Structured content as JSON; `undefined` if there is none or a text repeats it, as the specification asks of servers. */
export function structuredText({ content, structured }: Omit<ToolResult, "isError">): string | undefined {
  if (structured === undefined) return undefined;
  const same = canonicalJson(structured, comparedLimit);
  // Some servers wrap values that are not objects: {"result": "text"}.
  const wrapped =
    typeof structured === "object" && structured !== null && Object.keys(structured).join() === "result"
      ? String(Reflect.get(structured, "result"))
      : undefined;
  const isRepeated = (block: Content) =>
    block.type === "text" && block.text !== "" && (block.text === wrapped || asCanonical(block.text) === same);
  return same !== undefined && content.some(isRepeated) ? undefined : toJson(structured);
}

function asCanonical(text: string): string | undefined {
  if (text.length > 2 * comparedLimit || !/^\s*["[{\w-]/.test(text)) return undefined;
  try {
    return canonicalJson(parseJson(text), comparedLimit);
  } catch {
    return undefined; // plain text
  }
}

/** The contents of a resource as a result. */
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
      return message("result.text", "[Text, {size}]", { size: formatBytes(utf8Bytes(block.text)) });
    case "image":
      return message("result.image", "[Image, {type}, {size}]", {
        type: block.mimeType,
        size: formatBytes(base64Bytes(block.data)),
      });
    case "audio":
      return message("result.audio", "[Audio, {type}, {size}]", {
        type: block.mimeType,
        size: formatBytes(base64Bytes(block.data)),
      });
    case "resource":
      return embedded(block.resource);
    case "resource_link": {
      const what = [block.mimeType, block.description].filter((part) => part !== undefined && part !== "").join(", ");
      return message("result.link", '[Resource "{name}" at {uri}{about}]', {
        name: block.name,
        uri: block.uri,
        about: what && `: ${what}`,
      });
    }
  }
}

function embedded({ uri, mimeType, text, blob }: ResourceContents): string {
  const type = mimeType ? `, ${mimeType}` : "";
  if (text !== undefined) return `${message("result.resource", "[Resource {uri}{type}]", { uri, type })}\n${text}`;
  return message("result.binary", "[Resource {uri}{type}, {size} of binary data]", {
    uri,
    type,
    size: formatBytes(base64Bytes(blob ?? "")),
  });
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

/** The text, cut at the limit after a sentence that says so. */
export function cutText(text: string, { name, limit }: ResultLimits): string {
  const size = utf8Bytes(text);
  return size <= limit ? text : `${cutSentence(size, { name, limit })}\n\n${firstBytes(text, limit)}`;
}

/** As much of the text as fits into so many bytes of UTF-8. */
export function firstBytes(text: string, bytes: number): string {
  // `encodeInto` stops before a character that does not fit completely.
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(Math.min(bytes, 3 * text.length)));
  return text.slice(0, read);
}

function cutSentence(size: number, { name, limit }: ResultLimits): string {
  const [was, kept] = [formatBytes(size), formatBytes(limit)];
  return was === kept
    ? message(
        "result.cutSlightly",
        "The result of {name} was just over {kept}; the first {kept} follow. Ask for a smaller part.",
        { name, kept },
      )
    : message("result.cut", "The result of {name} was {size}; the first {kept} follow. Ask for a smaller part.", {
        name,
        size: was,
        kept,
      });
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
