import { formatBytes } from "../../core/calls/resultText";
import { safeLine } from "../../core/redact";
import type { ServerId } from "../../protocol/hubEvent";
import { codeBlock, escapeMarkdown } from "../chat/markdown";
import { resourceAddress } from "../resources/resourcePath";
import { resourceName } from "./fileName";
import { type ShownPart, sizeOf } from "./shownPart";

/** A piece of a result in a Markdown document: text as it came, files by links to those that lie beside it. */
export function partMarkdown(part: ShownPart, server: ServerId): string {
  switch (part.kind) {
    case "text":
      return part.text;
    case "json":
      return codeBlock(part.text, "json");
    case "media":
      return part.media.kind === "image"
        ? `!${link(part.file.name, encodeURI(part.file.name))}`
        : `${link(part.file.name, encodeURI(part.file.name))}, ${part.media.mimeType}, ${formatBytes(sizeOf(part.file))}`;
    case "file": {
      const about = [part.uri, part.mimeType, formatBytes(sizeOf(part.file))].filter((one) => one !== undefined);
      const head = `${link(part.file.name, encodeURI(part.file.name))}, ${escapeMarkdown(about.join(", "), 1000)}`;
      return "text" in part.file ? `${head}\n\n${codeBlock(part.file.text)}` : head;
    }
    case "link": {
      const address = resourceAddress({ server, uri: part.uri }, resourceName(part.uri, part.mimeType, undefined));
      const about = [part.uri, part.mimeType, part.description].filter((one) => one !== undefined);
      return `${link(safeLine(part.name, 200) || part.uri, address)}, ${escapeMarkdown(about.join(", "), 1000)}`;
    }
  }
}

const link = (words: string, address: string): string => `[${escapeMarkdown(words)}](${address})`;
