import { toJson } from "../kernel/json/exactJson";
import { base64Bytes, checkedMedia, type Media } from "../messages/checkedMedia";
import { type Content, isFor, type ResourceContents } from "../messages/content";
import { structuredText } from "../messages/resultText";
import type { ToolResult } from "../messages/toolResult";
import { fileName, resourceName } from "./fileName";

/** A file of a result, with a name that is unique within the result. */
export type NamedFile = { readonly name: string } & (
  | { readonly text: string }
  | { /** base64 */ readonly data: string }
);

/** The size of a file in bytes. */
export const sizeOf = (file: NamedFile): number =>
  "text" in file ? Buffer.byteLength(file.text) : base64Bytes(file.data);

/** A part of a result as it is shown to the person. Its contents are still untrusted. */
export type ShownPart =
  | { readonly kind: "text"; readonly text: string; readonly audience: Audience }
  /** Structured content as JSON, unless a text of the result repeats it. */
  | { readonly kind: "json"; readonly text: string; readonly audience: Audience }
  | { readonly kind: "media"; readonly file: NamedFile; readonly media: Media; readonly audience: Audience }
  /** An embedded resource, or a supposed picture or sound that cannot be shown. */
  | {
      readonly kind: "file";
      readonly file: NamedFile;
      readonly uri?: string;
      readonly mimeType?: string;
      readonly audience: Audience;
    }
  | {
      readonly kind: "link";
      readonly uri: string;
      readonly name: string;
      readonly description?: string;
      readonly mimeType?: string;
      readonly audience: Audience;
    };

/** Whom a part is meant for. */
export type Audience = "everybody" | "user" | "assistant";

/** One part for each content block, in order, and one for structured content that no text repeats. */
export function shownParts(result: Omit<ToolResult, "isError">): readonly ShownPart[] {
  const names = new Set<string>();
  const unique = (name: string) => {
    for (let count = 1; ; count++) {
      const tried = count === 1 ? name : name.replace(/(\.\w+)?$/, `-${count}$1`);
      if (names.has(tried)) continue;
      names.add(tried);
      return tried;
    }
  };
  const parts = result.content.map((block) => shownPart(block, unique));
  if (structuredText(result) === undefined) return parts;
  const text = toJson(result.structured, 2) ?? "";
  return [...parts, { kind: "json", text, audience: "everybody" }];
}

function shownPart(block: Content, unique: (name: string) => string): ShownPart {
  const audience = audienceOf(block);
  switch (block.type) {
    case "text":
      return { kind: "text", text: block.text, audience };
    case "image":
    case "audio": {
      const { type, mimeType, data } = block;
      const media = checkedMedia(mimeType, data);
      if (media) return { kind: "media", file: { name: unique(mediaName(media)), data: media.data }, media, audience };
      return { kind: "file", file: { name: unique(`${type}.${extensionOf(mimeType)}`), data }, mimeType, audience };
    }
    case "resource":
      return { ...embedded(block.resource, unique), audience };
    case "resource_link": {
      const { uri, name, description, mimeType } = block;
      return { kind: "link", uri, name, ...(description && { description }), ...(mimeType && { mimeType }), audience };
    }
  }
}

type Embedded =
  | Omit<Extract<ShownPart, { kind: "file" }>, "audience">
  | Omit<Extract<ShownPart, { kind: "media" }>, "audience">;

function embedded({ uri, mimeType, text, blob = "" }: ResourceContents, unique: (name: string) => string): Embedded {
  const named = { uri, ...(mimeType !== undefined && { mimeType }) };
  const name = unique(resourceName(uri, mimeType, text));
  if (text !== undefined) return { kind: "file", file: { name, text }, ...named };
  const media = mimeType === undefined ? undefined : checkedMedia(mimeType, blob);
  return media
    ? { kind: "media", file: { name, data: media.data }, media }
    : { kind: "file", file: { name, data: blob }, ...named };
}

const audienceOf = (block: Content): Audience =>
  isFor("user", block) ? (isFor("assistant", block) ? "everybody" : "user") : "assistant";

const mediaName = ({ kind, mimeType }: Media): string => `${kind}.${extensionOf(mimeType)}`;

/** The file extension of a type, e.g. `png` for `image/png`, which is safe on every system. */
function extensionOf(mimeType: string): string {
  const known: Readonly<Record<string, string>> = {
    "image/jpeg": "jpg",
    "image/svg+xml": "svg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
  };
  const type = mimeType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (Object.hasOwn(known, type)) return known[type] ?? "bin";
  return /^(image|audio)\/(?:x-)?[a-z0-9]{1,8}$/.test(type) ? fileName(type.replace(/^.*\/(x-)?/, "")) : "bin";
}
