import type { fromMarkdown } from "mdast-util-from-markdown";

/** A Markdown syntax tree (mdast), as its parser returns it. */
export type MarkdownTree = ReturnType<typeof fromMarkdown>;

/** Any node of it. */
export type MarkdownNode = MarkdownTree | MarkdownTree["children"][number];
