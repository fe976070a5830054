import { isObject } from "../../protocol/isObject";
import { at, textAt } from "./found";

/** Nodes of a document that stand on lines of their own (Atlassian Document Format). */
const blocks = new Set(["paragraph", "heading", "listItem", "codeBlock", "tableRow", "rule", "panel", "blockquote"]);

/** Deeper nodes are left out. */
const deepest = 100;

/** A text field as text: as it is, or what an Atlassian document says without its formats. Null if it is neither. */
export function documentText(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (!isObject(value) || value.type !== "doc") return null;
  return textIn(value, 0)
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function textIn(node: unknown, depth: number): string {
  if (!isObject(node) || depth > deepest) return "";
  if (node.type === "hardBreak") return "\n";
  const own = textAt(node, "text", "attrs.text", "attrs.shortName", "attrs.url") ?? "";
  const content = at(node, "content");
  const inner = Array.isArray(content) ? content.map((one) => textIn(one, depth + 1)).join("") : "";
  return blocks.has(String(node.type)) ? `${own}${inner}\n` : `${own}${inner}`;
}

/** Plain text as an Atlassian document: a paragraph for each line. */
export const asDocument = (text: string) => ({
  type: "doc",
  version: 1,
  content: text.split(/\r?\n/).map((line) => ({
    type: "paragraph",
    content: line === "" ? [] : [{ type: "text", text: line }],
  })),
});
