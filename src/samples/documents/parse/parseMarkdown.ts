import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTable } from "micromark-extension-gfm-table";
import { withoutFrontMatter } from "./frontMatter";
import { inlinePieces } from "./inlinePieces";
import type { MarkdownNode, MarkdownTree } from "./markdownTree";
import { maxDepth, tooDeep } from "./nesting";
import type { Block, Fence, List, Outline, Reference } from "./outline";
import { squeeze } from "./outline";
import { parseHtml } from "./parseHtml";
import { Passage } from "./passage";

/** Markdown as CommonMark defines it, with GitHub's tables; front matter is left out, HTML in it is read as HTML. */
export function parseMarkdown(source: string): Outline {
  const { body, title } = withoutFrontMatter(source);
  const lines = body.split(/\r\n|\n|\r/);
  const tree = fromMarkdown(body, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
  const found = new Collector(tree, lines);
  const heading = found.blocks.find((block) => block.kind === "heading" && block.level === 1);
  const { blocks, references, lists, anchors } = found;
  return {
    format: "markdown",
    title: title ?? (heading && squeeze(heading.passage.text)),
    blocks,
    references,
    lists,
    anchors,
    faults: [],
  };
}

const lineOf = (node: MarkdownNode) => node.position?.start.line ?? 1;

class Collector {
  readonly blocks: Block[] = [];
  readonly references: Reference[] = [];
  readonly lists: List[] = [];
  readonly anchors: string[] = [];
  private readonly definitions = new Map<string, string>();

  constructor(
    tree: MarkdownTree,
    private readonly lines: readonly string[],
  ) {
    this.define(tree, 0);
    this.visit(tree, "paragraph", 0);
  }

  /** `[label]: target` may stand after its use, so these are gathered first. */
  private define(node: MarkdownNode, depth: number): void {
    if (depth > maxDepth) throw tooDeep();
    if (node.type === "definition") this.definitions.set(node.identifier, node.url);
    else if ("children" in node) for (const child of node.children) this.define(child, depth + 1);
  }

  private visit(node: MarkdownNode, kind: "paragraph" | "list-item" | "quote", depth: number): void {
    const line = lineOf(node);
    switch (node.type) {
      case "heading":
        this.blocks.push({ kind: "heading", level: node.depth, passage: this.passage(node), line });
        return;
      case "paragraph":
        this.blocks.push({ kind, passage: this.passage(node), line });
        return;
      case "tableRow":
        this.blocks.push({ kind: "table-row", passage: this.passage(node), line });
        return;
      case "code":
        this.blocks.push({
          kind: "code",
          language: node.lang ?? undefined,
          fence: this.fence(node),
          passage: Passage.of([{ text: node.value, line: this.isFenced(line) ? line + 1 : line }]),
          line,
        });
        return;
      case "html":
        this.embed(node.value, line);
        return;
      case "list":
        this.lists.push(this.list(node));
    }
    if (!("children" in node)) return;
    const inner = node.type === "listItem" ? "list-item" : node.type === "blockquote" ? "quote" : kind;
    for (const child of node.children) this.visit(child, inner, depth + 1);
  }

  private passage(node: MarkdownNode): Passage {
    const { pieces, references, anchors } = inlinePieces(node, this.definitions);
    this.references.push(...references);
    this.anchors.push(...anchors);
    return Passage.of(pieces);
  }

  private embed(html: string, line: number): void {
    const part = parseHtml(html, line - 1);
    this.blocks.push(...part.blocks);
    this.references.push(...part.references);
    this.anchors.push(...part.anchors);
  }

  private list(node: Extract<MarkdownNode, { type: "list" }>): List {
    const written = node.children.map((item) => this.sourceFrom(item));
    return {
      line: lineOf(node),
      numbers: node.ordered ? written.map((text) => Number.parseInt(text, 10)) : undefined,
      items: node.children.length,
      marker: /^[-*+]/.exec(written[0] ?? "")?.[0],
    };
  }

  private sourceFrom(node: MarkdownNode): string {
    const column = node.position?.start.column ?? 1;
    return (this.lines[lineOf(node) - 1] ?? "").slice(column - 1);
  }

  private isFenced(line: number): boolean {
    return /(?:```|~~~)/.test(this.lines[line - 1] ?? "");
  }

  private fence(node: MarkdownNode): Fence {
    const { start, end } = node.position ?? {};
    if (!start || !end || !this.isFenced(start.line)) return "none";
    const fence = /(`{3,}|~{3,})/.exec(this.sourceFrom(node))?.[1] ?? "```";
    const last = (this.lines[end.line - 1] ?? "").replace(/^[\s>]*/, "").trim();
    const closed = end.line > start.line && last.startsWith(fence) && last === fence.charAt(0).repeat(last.length);
    return closed ? "closed" : "open";
  }
}
