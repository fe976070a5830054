import type { Format } from "../access/formats";
import type { Passage } from "./passage";

interface Located {
  readonly passage: Passage;
  /** Where it begins, from 1. */
  readonly line: number;
}

/** A part of a document, in reading order. */
export type Block =
  | (Located & { readonly kind: "heading"; readonly level: number })
  | (Located & { readonly kind: "paragraph" | "list-item" | "quote" | "table-row" })
  | (Located & { readonly kind: "code"; readonly language: string | undefined; readonly fence: Fence });

/** How a code block is set off; `none` where the format marks code otherwise, as by indentation. */
export type Fence = "closed" | "open" | "none";

/** Something that points elsewhere. */
export interface Reference {
  readonly kind: "link" | "image";
  readonly target: string;
  /** A link's text or an image's alternative text; `undefined` when the image has no such attribute at all. */
  readonly label: string | undefined;
  readonly line: number;
}

export interface List {
  readonly line: number;
  /** The numbers as written in an ordered list; `undefined` for a bulleted one. */
  readonly numbers: readonly number[] | undefined;
  readonly items: number;
  /** The sign before the first item, where the format shows one. */
  readonly marker: string | undefined;
}

/** A document taken apart: the same for every format, so that every measure is written once. */
export interface Outline {
  readonly format: Format;
  readonly title: string | undefined;
  readonly blocks: readonly Block[];
  readonly references: readonly Reference[];
  readonly lists: readonly List[];
  /** Names that a link may jump to, besides those of the headings. */
  readonly anchors: readonly string[];
  /** What the parser itself found wrong. */
  readonly faults: readonly { readonly message: string; readonly line: number }[];
}

/** The document's words as plain text: blocks apart by an empty line, runs of space closed up outside code. */
export function plainText(outline: Outline): string {
  let text = "";
  let previous: Block["kind"] | undefined;
  for (const block of outline.blocks) {
    const content = block.kind === "code" ? block.passage.text : squeeze(block.passage.text);
    if (content === "") continue;
    const tight = previous === block.kind && (block.kind === "list-item" || block.kind === "table-row");
    if (text !== "") text += tight ? "\n" : "\n\n";
    text += content;
    previous = block.kind;
  }
  return text;
}

/** Runs of white space as one space. */
export const squeeze = (text: string): string => text.replace(/\s+/g, " ").trim();
