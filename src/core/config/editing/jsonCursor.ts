import { findNodeAtOffset, getNodePath } from "jsonc-parser/lib/esm/main.js";
import { jsonTree } from "./jsonTree";

/** The text that the cursor is in. */
export interface TextCursor {
  /** Keys from the top of the file to the value, or to the key itself. */
  readonly path: readonly (string | number)[];
  readonly isKey: boolean;
  /** As it is written, with its quotes where it has some; how far it goes in the file. */
  readonly written: string;
  readonly from: number;
  readonly to: number;
}

/** The key or the text of a JSON file that an offset is in; `undefined` outside of both. */
export function jsonCursor(text: string, offset: number): TextCursor | undefined {
  const tree = jsonTree(text);
  const node = tree && findNodeAtOffset(tree, offset, true);
  if (node?.type !== "string" || offset <= node.offset) return undefined;
  const to = node.offset + node.length;
  const { parent } = node;
  const isKey = parent?.type === "property" && parent.children?.[0] === node;
  return { path: getNodePath(node), isKey, written: text.slice(node.offset, to), from: node.offset, to };
}
