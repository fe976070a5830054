import { findNodeAtLocation, type JSONPath, type Node } from "jsonc-parser/lib/esm/main.js";
import { jsonTree } from "./jsonTree";

/** An entry of `mcpHub.servers`, as it stands in the text of a settings file. */
export interface SettingsEntry {
  readonly name: string;
  /** Keys from the top of the file. */
  readonly path: JSONPath;
  /** As JSON; `undefined` while it is being written. */
  readonly node: Node | undefined;
}

/** The servers may be written as one name with a dot, or nested: VS Code reads both. */
const roots = [["mcpHub.servers"], ["mcpHub", "servers"]] as const;

/** The entries of a settings file, each name once. A text that is half written has those that can be read. */
export function settingsEntries(text: string, prefix: readonly string[]): readonly SettingsEntry[] {
  const tree = jsonTree(text);
  if (!tree) return [];
  const found = new Map<string, SettingsEntry>();
  for (const root of roots) {
    const path = [...prefix, ...root];
    const servers = findNodeAtLocation(tree, path);
    for (const { children: [key, node] = [] } of servers?.type === "object" ? (servers.children ?? []) : [])
      if (typeof key?.value === "string") found.set(key.value, { name: key.value, path: [...path, key.value], node });
  }
  return [...found.values()];
}

/** The entry that a path leads into, and the rest of the path. */
export function entryAt(
  path: JSONPath,
  prefix: readonly string[],
): { readonly name: string; readonly inside: JSONPath } | undefined {
  for (const root of roots) {
    const above = [...prefix, ...root];
    const name = path[above.length];
    if (typeof name === "string" && above.every((key, at) => path[at] === key))
      return { name, inside: path.slice(above.length + 1) };
  }
  return undefined;
}
