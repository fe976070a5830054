import { escapeMarkdown } from "../../core/presentation/markdown";
import type { Tooltip } from "./treeTooltip";

/** Longer than any paragraph of a tooltip, which is cut before, in characters. */
const limit = 5000;

/**
 * A tooltip as Markdown that reads as exactly its text. VS Code's own `appendText` makes every space a non-breaking one, so that lines
 * break inside words, and leaves addresses to be taken for links, with the backslashes of its escaping in them.
 */
export const hoverMarkdown = ([name, ...paragraphs]: Tooltip): string =>
  [`**${lines(name)}**`, ...paragraphs.map(lines)].join("\n\n");

/** Line breaks stay, and an empty line begins no paragraph. */
const lines = (text: string): string =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => escapeMarkdown(line, limit))
    .join("  \n");
