import type { MarkdownNode } from "./markdownTree";
import { maxDepth, tooDeep } from "./nesting";
import type { Reference } from "./outline";

/** What stands in a paragraph, a heading or a table row. */
export interface Inline {
  readonly pieces: readonly { readonly text: string; readonly line: number }[];
  readonly references: readonly Reference[];
  readonly anchors: readonly string[];
}

const lineOf = (node: MarkdownNode) => node.position?.start.line ?? 1;

/** The text of a Markdown node without its marks, where each piece stands, and what it points to. */
export function inlinePieces(node: MarkdownNode, definitions: ReadonlyMap<string, string>): Inline {
  const pieces: { text: string; line: number }[] = [];
  const references: Reference[] = [];
  const anchors: string[] = [];

  const visit = (at: MarkdownNode, depth: number): void => {
    if (depth > maxDepth) throw tooDeep();
    const line = lineOf(at);
    switch (at.type) {
      case "text":
      case "inlineCode":
        pieces.push({ text: at.value, line });
        return;
      case "break":
        pieces.push({ text: "\n", line });
        return;
      case "image":
        references.push({ kind: "image", target: at.url, label: at.alt ?? "", line });
        return;
      case "imageReference":
        references.push({ kind: "image", target: definitions.get(at.identifier) ?? "", label: at.alt ?? "", line });
        return;
      case "html":
        for (const match of at.value.matchAll(/\s(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)) {
          anchors.push(match[1] ?? match[2] ?? "");
        }
        return;
    }
    if (!("children" in at)) return;
    const from = pieces.length;
    at.children.forEach((child, index) => {
      if (at.type === "tableRow" && index > 0) pieces.push({ text: "\t", line });
      visit(child, depth + 1);
    });
    const target =
      at.type === "link" ? at.url : at.type === "linkReference" ? definitions.get(at.identifier) : undefined;
    if (target === undefined) return;
    const hasImage = at.children.some(({ type }) => type === "image" || type === "imageReference");
    const text = pieces
      .slice(from)
      .map((piece) => piece.text)
      .join("");
    references.push({ kind: "link", target, label: text || (hasImage ? "image" : ""), line });
  };

  visit(node, 0);
  return { pieces, references, anchors };
}
