import type { Tool } from "../catalog/catalog";
import { sortedJson } from "../config/definitionDigest";

const texts = new WeakMap<Tool, string>();

/** Whether two tools take the same arguments, so that a call of one may be sent to the other. */
export const sameSchema = (one: Tool, other: Tool): boolean => one === other || textOf(one) === textOf(other);

function textOf(tool: Tool): string {
  const known = texts.get(tool);
  if (known !== undefined) return known;
  const text = sortedJson(tool.inputSchema);
  texts.set(tool, text);
  return text;
}
