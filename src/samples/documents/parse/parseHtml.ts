import { type DefaultTreeAdapterTypes, type ParserError, parse } from "parse5";
import { maxDepth, tooDeep } from "./nesting";
import type { Block, List, Outline, Reference } from "./outline";
import { squeeze } from "./outline";
import { Passage } from "./passage";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** Not text: code for the machine, and drawings. */
const silent = new Set(["script", "style", "noscript", "template", "svg", "math", "iframe", "object"]);

/** Elements that begin a block of their own (HTML standard, section 15.3.3, flow content in the style sheet). */
const blockLevel = new Set(
  (
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form " +
    "h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre search section summary table tbody td tfoot th thead tr ul"
  ).split(" "),
);

/** Faults that change what a reader sees; the standard's other parse errors are matters of style. */
const telling =
  /^(?:eof-|unexpected-null|missing-end-tag|end-tag-without|misplaced|duplicate-attribute|missing-attribute)/;

/** HTML as a browser reads it (parse5 follows the standard's algorithm). `lineOffset` is added to every line. */
export function parseHtml(source: string, lineOffset = 0): Outline {
  const errors: ParserError[] = [];
  const tree = parse(source, { sourceCodeLocationInfo: true, onParseError: (error) => errors.push(error) });
  const found = new Collector(lineOffset);
  found.visit(tree, { kind: "paragraph", level: 0, depth: 0 });
  found.flush();
  const heading = found.blocks.find((block) => block.kind === "heading" && block.level === 1);
  const { blocks, references, lists, anchors } = found;
  return {
    format: "html",
    title: found.title ?? (heading && squeeze(heading.passage.text)),
    blocks,
    references,
    lists,
    anchors,
    faults: errors
      .filter(({ code }) => telling.test(code))
      .map(({ code, startLine }) => ({ message: code.replaceAll("-", " "), line: startLine + lineOffset })),
  };
}

interface Context {
  readonly kind: Block["kind"];
  readonly level: number;
  readonly depth: number;
}

class Collector {
  title: string | undefined;
  readonly blocks: Block[] = [];
  readonly references: Reference[] = [];
  readonly lists: List[] = [];
  readonly anchors: string[] = [];
  private pieces: { text: string; line: number }[] = [];
  private open: Context = { kind: "paragraph", level: 0, depth: 0 };

  constructor(private readonly lineOffset: number) {}

  visit(node: Node, context: Context): void {
    if (context.depth > maxDepth) throw tooDeep();
    const line = (node.sourceCodeLocation?.startLine ?? 1) + this.lineOffset;
    if (node.nodeName === "#text" && "value" in node) {
      this.open = context;
      this.pieces.push({ text: node.value, line });
      return;
    }
    if (!("childNodes" in node)) return;
    if (!("tagName" in node)) this.children(node, { ...context, depth: context.depth + 1 });
    else if (node.tagName === "head") this.head(node);
    else if (!silent.has(node.tagName)) this.element(node, context, line);
  }

  /** Ends the block that is being gathered. */
  flush(): void {
    const pieces = this.pieces;
    this.pieces = [];
    const first = pieces.findIndex(({ text }) => text.trim() !== "");
    const lead = pieces[first];
    if (!lead) return;
    const passage = Passage.of(pieces.slice(first));
    const line = lead.line + (/^\s*/.exec(lead.text)?.[0].split("\n").length ?? 1) - 1;
    const { kind, level } = this.open;
    if (kind === "heading") this.blocks.push({ kind, level, passage, line });
    else if (kind === "code") this.blocks.push({ kind, language: undefined, fence: "none", passage, line });
    else this.blocks.push({ kind, passage, line });
  }

  private element(node: Element, context: Context, line: number): void {
    const attribute = (name: string) => node.attrs.find((each) => each.name === name)?.value;
    const inner = contextIn(node.tagName, context);
    for (const anchor of [attribute("id"), node.tagName === "a" ? attribute("name") : undefined]) {
      if (anchor) this.anchors.push(anchor);
    }
    if (node.tagName === "img") {
      this.references.push({ kind: "image", target: attribute("src") ?? "", label: attribute("alt"), line });
      return;
    }
    if (node.tagName === "ul" || node.tagName === "ol") this.lists.push(listOf(node, line));
    if (node.tagName === "br") {
      this.pieces.push({ text: " ", line });
      return;
    }
    const cell = node.tagName === "td" || node.tagName === "th";
    const block = blockLevel.has(node.tagName) && !(cell && context.kind === "table-row");
    if (cell && this.pieces.length > 0) this.pieces.push({ text: "\t", line });
    if (block) this.flush();
    const from = this.pieces.length;
    this.children(node, inner);
    const target = attribute("href");
    if (node.tagName === "a" && target !== undefined) {
      const text = this.pieces.slice(from).map((piece) => piece.text);
      const label = squeeze(text.join("")) || attribute("aria-label") || (hasImage(node) ? "image" : "");
      this.references.push({ kind: "link", target, label, line });
    }
    if (block) this.flush();
  }

  private children(node: DefaultTreeAdapterTypes.ParentNode, context: Context): void {
    for (const child of node.childNodes) this.visit(child, context);
  }

  private head(node: Element): void {
    const title = node.childNodes.find((child) => child.nodeName === "title");
    const text = title && "childNodes" in title ? title.childNodes[0] : undefined;
    if (text && "value" in text) this.title = squeeze(text.value) || undefined;
  }
}

function contextIn(tag: string, context: Context): Context {
  const depth = context.depth + 1;
  const level = /^h([1-6])$/.exec(tag)?.[1];
  if (level) return { kind: "heading", level: Number(level), depth };
  if (tag === "pre") return { kind: "code", level: 0, depth };
  if (tag === "tr") return { kind: "table-row", level: 0, depth };
  if (tag === "li" || tag === "dd") return { kind: "list-item", level: 0, depth };
  if (tag === "blockquote") return { kind: "quote", level: 0, depth };
  return { ...context, depth };
}

const hasImage = (node: Element): boolean => node.childNodes.some((child) => child.nodeName === "img");

function listOf(node: Element, line: number): List {
  return {
    line,
    numbers: undefined,
    items: node.childNodes.filter((child) => child.nodeName === "li").length,
    marker: undefined,
  };
}
