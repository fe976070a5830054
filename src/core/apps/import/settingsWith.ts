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
export const settingsWith = (
  text: string,
  prefix: readonly string[],
  servers: readonly ServerText[],
): string | undefined =>
  onText(text, (start) => {
    const made = withServers(start, prefix);
    return made === undefined ? undefined : withEntries(made, settingPath(made, prefix, "servers"), servers);
  });

/** The same for a configuration file, whose servers are in `root`. */
export const configWith = (text: string, root: string, servers: readonly ServerText[]): string | undefined =>
  onText(text, (start) => {
    const made = nodeAt(start, [root]) ? start : editSettings(start, [root], {});
    return made === undefined ? undefined : withEntries(made, [root], servers);
  });

/** Edits a text without its byte order mark. */
function onText(text: string, edit: (start: string) => string | undefined): string | undefined {
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  const body = text.slice(mark.length);
  const start = body.trim() === "" ? "{\n}\n" : body;
  const after = isReadable(start) ? edit(start) : undefined;
  return after === undefined ? undefined : mark + after;
}

function withEntries(text: string, root: readonly string[], servers: readonly ServerText[]): string | undefined {
  let all: string | undefined = text;
  for (const { name, entry, isThere } of servers.toReversed()) {
    const path = [...root, name];
    if (!isThere) all = all && withMember(all, path, entry);
    else for (const [key, value] of Object.entries(entry)) all = all && withMember(all, [...path, key], value);
  }
  return all;
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
