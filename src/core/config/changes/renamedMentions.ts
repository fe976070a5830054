import type { Node } from "jsonc-parser/lib/esm/main.js";
import { nodeIn, settingIn } from "../editing/jsonPath";
import { jsonTree } from "../editing/jsonTree";

/** A text with another name in the place of a server's, and how often. */
export interface RenamedMentions {
  readonly text: string;
  readonly count: number;
}

/**
 * The text of a settings file in which rules, profiles and rows call a server by its new name. Only texts that are its name, or begin with it
 * and a slash, are replaced; patterns with `*` stay.
 */
export function renamedMentions(text: string, prefix: readonly string[], from: string, to: string): RenamedMentions {
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  const body = text.slice(mark.length);
  const root = jsonTree(body);
  const places = Object.entries(mentions).flatMap(([setting, find]) => {
    const node = nodeIn(root, settingIn(root, prefix, setting));
    return node ? find(node).filter(({ value }) => isOf(value, from)) : [];
  });
  const changed = places
    .toSorted((a, b) => b.offset - a.offset)
    .reduce((all, { offset, length, value }) => {
      const renamed = JSON.stringify(to + String(value).slice(from.length));
      return all.slice(0, offset) + renamed + all.slice(offset + length);
    }, body);
  return { text: mark + changed, count: places.length };
}

const isOf = (value: unknown, name: string): boolean =>
  typeof value === "string" && (value === name || value.startsWith(`${name}/`));

/** Where each setting names servers. */
const mentions: Readonly<Record<string, (node: Node) => readonly Node[]>> = {
  policy: (node) => (node.type === "object" ? keys(node) : items(node).flatMap((rule) => valuesOf(rule, ["server"]))),
  profiles: (node) =>
    (node.children ?? []).flatMap(({ children = [] }) =>
      children[1] ? valuesOf(children[1], ["servers", "tools", "without"]).flatMap(items) : [],
    ),
  services: (node) => items(node).flatMap((row) => valuesOf(row, ["server"])),
  agentTools: items,
};

function items(node: Node): readonly Node[] {
  return node.type === "array" ? (node.children ?? []) : [];
}

const keys = ({ children = [] }: Node): readonly Node[] => children.flatMap((property) => property.children?.[0] ?? []);

const valuesOf = ({ type, children = [] }: Node, names: readonly string[]): readonly Node[] =>
  type !== "object"
    ? []
    : children.flatMap(({ children: [key, value] = [] }) =>
        value && names.includes(String(key?.value)) ? [value] : [],
      );
