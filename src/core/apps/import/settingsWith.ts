import { editSettings, isReadable } from "../../config/editing/editSettings";
import { withServers } from "../../config/editing/entryEdits";
import { nodeAt, settingPath } from "../../config/editing/jsonPath";
import { insertFirst } from "../../config/editing/jsonSplice";

/** A server for a settings file: its whole entry, or the keys of one that is there (`undefined` takes a key out). */
export interface ServerText {
  readonly name: string;
  readonly entry: Readonly<Record<string, unknown>>;
  readonly isThere: boolean;
}

/**
 * The text of a settings file with servers. What is new comes first in its collection, so that every
 * comment stays with what it is about. `undefined` if the text is broken, or written in a way that is not edited. An empty text gives a
 * new file.
 *
 * @param prefix the keys above the settings
 */
export function settingsWith(
  text: string,
  prefix: readonly string[],
  servers: readonly ServerText[],
): string | undefined {
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  const body = text.slice(mark.length);
  const start = body.trim() === "" ? "{\n}\n" : body;
  if (!isReadable(start)) return undefined;
  let all = withServers(start, prefix);
  for (const { name, entry, isThere } of servers.toReversed()) {
    if (all === undefined) return undefined;
    const path: readonly string[] = [...settingPath(all, prefix, "servers"), name];
    if (!isThere) all = withMember(all, path, entry);
    else for (const [key, value] of Object.entries(entry)) all = all && withMember(all, [...path, key], value);
  }
  return all === undefined ? undefined : mark + all;
}

/** The text with a member of an object. One that is there keeps its place. */
function withMember(text: string, path: readonly string[], value: unknown): string | undefined {
  const parent = nodeAt(text, path.slice(0, -1));
  if (parent?.type !== "object") return undefined;
  const isOnly = parent.children?.length === 0;
  return value === undefined || isOnly || nodeAt(text, path)
    ? editSettings(text, path, value)
    : insertFirst(text, parent, path.at(-1), value);
}
