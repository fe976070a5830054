import type { Format } from "../access/formats";
import type { Outline } from "./outline";
import { parseHtml } from "./parseHtml";
import { parseMarkdown } from "./parseMarkdown";
import { parseText } from "./parseText";

const parsers: Readonly<Record<Format, (source: string) => Outline>> = {
  markdown: parseMarkdown,
  html: (source) => parseHtml(source),
  text: parseText,
};

/** Takes a document apart by its format. */
export const parseDocument = (source: string, format: Format): Outline => parsers[format](source);
