import type { Node } from "jsonc-parser/lib/esm/main.js";
import { editSettings, isReadable } from "./editSettings";
import { fitted, insertAfter, insertLast, type Layout, layoutIn, type MemberText, memberText } from "./insertMember";
import { nodeAt, settingPath } from "./jsonPath";
import { indentAt } from "./lines";
import { type Member, membersOf } from "./members";
import { removeKey } from "./removeKey";

/**
 * Edits of one entry in the text of a settings file. Each gives `undefined` if the entry is not there, or the text is broken or nested too
 * deeply. What belongs to the entry (comments right above it and at the end of its line) goes with it; every other byte stays.
 */
export interface EntryPlace {
  /** The keys above the settings: those of a workspace file. */
  readonly prefix: readonly string[];
  /** The entry's name as written. */
  readonly name: string;
}

/** An entry taken out of a text, with the layout that it had there. */
export interface TakenEntry {
  readonly text: MemberText;
  readonly layout: Layout;
}

/** The text without the entry. */
export const withoutEntry = (text: string, { prefix, name }: EntryPlace): string | undefined =>
  onBody(text, (body) => removeKey(body, [...serversPath(body, prefix, name), name]));

/** The text with the entry under another name, as often as it is written. */
export const withRenamedEntry = (text: string, { prefix, name }: EntryPlace, to: string): string | undefined =>
  onBody(text, (body) => {
    const all = serversOf(body, prefix, name)?.members.filter(({ key }) => key === name) ?? [];
    let changed = body;
    for (const { property } of all.toReversed()) {
      const [key] = property.children ?? [];
      if (key) changed = changed.slice(0, key.offset) + JSON.stringify(to) + changed.slice(key.offset + key.length);
    }
    return all.length > 0 ? changed : undefined;
  });

/** The text with a copy of the entry behind it. */
export const withCopiedEntry = (text: string, { prefix, name }: EntryPlace, copy: string): string | undefined =>
  onBody(text, (body) => {
    const { object, member } = find(body, prefix, name) ?? {};
    return object && member && insertAfter(body, object, member, memberText(body, member, copy));
  });

/** The entry as it is written, to be put into another file. */
export const takenEntry = (text: string, { prefix, name }: EntryPlace): TakenEntry | undefined => {
  let taken: TakenEntry | undefined;
  onBody(text, (body) => {
    const { object, member } = find(body, prefix, name) ?? {};
    if (!object || !member) return undefined;
    const layout = { ...layoutIn(body, object), indent: indentAt(body, member.from) };
    taken = { text: memberText(body, member), layout };
    return body;
  });
  return taken;
};

/** The text with an entry at the end of its servers. An empty text gives a new file. */
export const withPutEntry = (text: string, prefix: readonly string[], { text: entry, layout }: TakenEntry) =>
  onBody(text.trim() === "" ? `${text}{\n}\n` : text, (body) => {
    const made = withServers(body, prefix);
    const object = made === undefined ? undefined : nodeAt(made, settingPath(made, prefix, "servers"));
    return made !== undefined && object
      ? insertLast(made, object, fitted(entry, layout, layoutIn(made, object)))
      : undefined;
  });

/** A value inside an entry, by its path there; `undefined` takes its key out. */
export interface EntryChange {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** The text with other values in the entry. */
export const withChangedEntry = (text: string, { prefix, name }: EntryPlace, changes: readonly EntryChange[]) =>
  onBody(text, (body) => {
    const path = [...serversPath(body, prefix, name), name];
    if (!nodeAt(body, path)) return undefined;
    return changes.reduce<string | undefined>(
      (changed, { path: inner, value }) => changed && editSettings(changed, [...path, ...inner], value),
      body,
    );
  });

/** An edit of a text without its byte order mark, if it can be parsed. */
function onBody(text: string, edit: (body: string) => string | undefined): string | undefined {
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  const body = text.slice(mark.length);
  const changed = isReadable(body) ? edit(body) : undefined;
  return changed === undefined ? undefined : mark + changed;
}

/** The keys that lead to the servers with this entry, whether they are written as one name with a point or nested. */
function serversPath(body: string, prefix: readonly string[], name: string): readonly string[] {
  const nested = [...prefix, "mcpHub", "servers"];
  const dotted = settingPath(body, prefix, "servers");
  return !nodeAt(body, [...dotted, name]) && nodeAt(body, [...nested, name]) ? nested : dotted;
}

function serversOf(body: string, prefix: readonly string[], name: string) {
  const object = nodeAt(body, serversPath(body, prefix, name));
  return object?.type === "object" ? { object, members: membersOf(body, object) } : undefined;
}

function find(
  body: string,
  prefix: readonly string[],
  name: string,
): { readonly object: Node; readonly member: Member } | undefined {
  const { object, members } = serversOf(body, prefix, name) ?? {};
  const member = members?.findLast(({ key }) => key === name);
  return object && member && { object, member };
}

/** The text with an object for the servers, and for what is above it. */
export function withServers(body: string, prefix: readonly string[]): string | undefined {
  const path = settingPath(body, prefix, "servers");
  const there = nodeAt(body, path);
  if (there) return there.type === "object" ? body : undefined;
  const above = nodeAt(body, prefix) ? body : editSettings(body, prefix, {});
  return above && editSettings(above, path, {});
}
