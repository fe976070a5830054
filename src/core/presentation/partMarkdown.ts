import type { ServerId } from "../../protocol/hubEvent";
import { formatBytes } from "../messages/resultText";
import { isJson, resourceName } from "./fileName";
import { codeBlock, codeSpan, escapeLinks } from "./markdown";
import { readable } from "./readable";
import { resourceAddress } from "./resourcePath";
import { type ShownPart, sizeOf } from "./shownPart";

/** A part of a result as Markdown: text unchanged, and files as links to files next to the document. */
export function partMarkdown(part: ShownPart, server: ServerId): string {
  switch (part.kind) {
    case "text":
      return isJson(part.text) ? codeBlock(readable(part.text), "json") : part.text;
    case "json":
      return codeBlock(part.text, "json");
    case "media": {
      const picture = link(part.file.name, encodeURI(part.file.name));
      if (part.media.kind === "image") return `!${picture}`;
      return describedLink(picture, undefined, part.media.mimeType, formatBytes(sizeOf(part.file)));
    }
    case "file": {
      const named = link(part.file.name, encodeURI(part.file.name));
      const head = describedLink(named, part.uri, part.mimeType, formatBytes(sizeOf(part.file)));
      return "text" in part.file ? `${head}\n\n${codeBlock(part.file.text)}` : head;
    }
    case "link": {
      const address = resourceAddress({ server, uri: part.uri }, resourceName(part.uri, part.mimeType, undefined));
      return describedLink(link(part.name || part.uri, address), part.uri, part.mimeType, part.description);
    }
  }
}

const link = (text: string, address: string): string => `[${escapeLinks(text)}](${address})`;

/** e.g. ``[notes.txt](notes.txt) `file:///notes.txt`, text/plain, 3 KB`` */
function describedLink(link: string, uri: string | undefined, ...about: (string | undefined)[]): string {
  const named = uri === undefined ? link : `${link} ${codeSpan(uri)}`;
  return [named, ...about.flatMap((one) => (one ? [escapeLinks(one, 1000)] : []))].join(", ");
}
