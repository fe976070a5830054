/** A place in a JSON text: a value, from its first character up to but not including `to`. */
export interface JsonNode {
  readonly kind: "object" | "array" | "value";
  readonly from: number;
  readonly to: number;
}

export interface JsonChild {
  /** As it is written, without its quotes; missing in arrays. */
  readonly key?: string;
  readonly node: JsonNode;
}

/** Some of the children of a node. `next`: where the next one starts; missing where these are the last. */
export interface JsonChildren {
  readonly items: readonly JsonChild[];
  readonly next?: number;
}

/**
 * The value that a text holds; `undefined` for a text that holds no object and no array, or something after it. Nothing is parsed: large
 * integers keep their digits, and a text of many megabytes costs one look at its characters. A text that was cut off ends where it ends.
 */
export function rootNode(text: string): JsonNode | undefined {
  const from = skipSpace(text, 0);
  const kind = kindAt(text, from);
  if (kind === "value") return undefined;
  const to = valueEnd(text, from);
  return skipSpace(text, to) < text.length ? undefined : { kind, from, to };
}

/** The children of a node, from the one that starts at `start` on, at most `limit` of them. */
export function childrenOf(text: string, node: JsonNode, limit: number, start = node.from + 1): JsonChildren {
  const items: JsonChild[] = [];
  let at = skipSpace(text, start);
  while (at < node.to && text[at] !== "}" && text[at] !== "]") {
    if (items.length === limit) return { items, next: at };
    const before = at;
    let key: string | undefined;
    if (node.kind === "object" && text[at] === '"') {
      const end = stringEnd(text, at);
      key = text.slice(at + 1, Math.max(at + 1, end - 1));
      at = skipSpace(text, end);
      if (text[at] === ":") at = skipSpace(text, at + 1);
    }
    const to = Math.min(valueEnd(text, at), node.to);
    items.push({ ...(key !== undefined && { key }), node: { kind: kindAt(text, at), from: at, to } });
    at = skipSpace(text, to);
    if (text[at] === ",") at = skipSpace(text, at + 1);
    if (at <= before) break; // not JSON after all
  }
  return { items };
}

const kindAt = (text: string, at: number): JsonNode["kind"] =>
  text[at] === "{" ? "object" : text[at] === "[" ? "array" : "value";

const quote = 34;
const backslash = 92;

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 32) at++;
  return at;
}

/** Where a value ends that starts here. The stack does not grow, however deep the value is nested. */
function valueEnd(text: string, from: number): number {
  const first = text[from];
  if (first === '"') return stringEnd(text, from);
  let at = from;
  if (first !== "{" && first !== "[") {
    while (at < text.length && !/[\s,\]}]/.test(text[at] ?? "")) at++;
    return at;
  }
  let depth = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = stringEnd(text, at);
      continue;
    }
    if (code === 123 || code === 91) depth++;
    else if (code === 125 || code === 93) depth--;
    at++;
    if (depth === 0) return at;
  }
  return at;
}

function stringEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    at += code === backslash ? 2 : 1;
  }
  return text.length;
}
