import type { Node } from "jsonc-parser/lib/esm/main.js";
import { unitOf } from "./jsonSplice";
import { indentAt, lineEnd, lineEndOf, lineStart } from "./lines";
import { type Member, membersOf } from "./members";

/** The text of a member: its comments, key and value, and the comments after it. It has no comma. */
export interface MemberText {
  readonly body: string;
  readonly tail: string;
}

/** A member as it is written, under another name or its own. */
export function memberText(text: string, { property, from, end, to, comma }: Member, name?: string): MemberText {
  const [key] = property.children ?? [];
  const keyEnd = (key?.offset ?? from) + (key?.length ?? 0);
  const body =
    name === undefined
      ? text.slice(from, end)
      : text.slice(from, property.offset) + JSON.stringify(name) + text.slice(keyEnd, end);
  const tail =
    comma !== undefined && comma < to ? text.slice(end, comma) + text.slice(comma + 1, to) : text.slice(end, to);
  return { body, tail };
}

/** A member for another text: with its indentation and line ends. */
export function fitted({ body, tail }: MemberText, from: Layout, to: Layout): MemberText {
  const laidOut = (part: string) =>
    part
      .split(/\r\n|\r|\n/)
      .map((line, index) => (index === 0 ? line : reindented(line, from, to)))
      .join(to.eol);
  return { body: laidOut(body), tail: laidOut(tail) };
}

/** How a text is laid out around a member. */
export interface Layout {
  readonly indent: string;
  readonly unit: string;
  readonly eol: string;
}

/** The layout of the members of an object. */
export function layoutIn(text: string, object: Node): Layout {
  const eol = lineEndOf(text);
  const outer = indentAt(text, object.offset);
  const first = membersOf(text, object).find(({ from }) => text.slice(lineStart(text, from), from).trim() === "");
  if (!first) return { indent: outer + unitOf(text), unit: unitOf(text), eol };
  const indent = indentAt(text, first.from);
  const isDeeper = indent.startsWith(outer) && indent.length > outer.length;
  return { indent, unit: isDeeper ? indent.slice(outer.length) : unitOf(text), eol };
}

function reindented(line: string, from: Layout, to: Layout): string {
  if (!line.startsWith(from.indent)) return line;
  let rest = line.slice(from.indent.length);
  let indent = to.indent;
  for (; from.unit !== "" && rest.startsWith(from.unit); rest = rest.slice(from.unit.length)) indent += to.unit;
  return indent + rest;
}

/** The text with a member behind another one: on lines of its own where that one has them. */
export function insertAfter(text: string, object: Node, member: Member, added: MemberText): string {
  const { from, end, to, comma } = member;
  const isOnOwnLine = text.slice(lineStart(text, from), from).trim() === "";
  const { indent, eol } = layoutIn(text, object);
  const isSplit = isOnOwnLine || /\/\/|[\r\n]/.test(text.slice(end, to) + added.body.slice(0, added.body.indexOf('"')));
  const space = isSplit ? eol + (isOnOwnLine ? indentAt(text, from) : indent) : spaceAfterComma(text, member);
  // A comment to the end of the line must not take what follows there.
  const follows = text.slice(to, lineEnd(text, to)).trim() !== "";
  const close = follows && added.tail.includes("//") ? eol + indentAt(text, object.offset) : "";
  const whole = (sign: string) => space + added.body + sign + added.tail + close;
  // A comma on a later line closes what was put in before it.
  if (comma === undefined || comma >= to)
    return `${text.slice(0, end)},${text.slice(end, to)}${whole("")}${text.slice(to)}`;
  return text.slice(0, to) + whole(",") + text.slice(to);
}

/** On one line: as between the other members, or as behind the colon. */
function spaceAfterComma(text: string, { property, comma }: Member): string {
  const before = (property.children?.[1]?.offset ?? 0) - 1;
  const at = comma === undefined ? before : comma + 1;
  return /\s/.test(text.charAt(at)) ? " " : "";
}

/** The text with a member at the end of an object. */
export function insertLast(text: string, object: Node, added: MemberText): string {
  const members = membersOf(text, object);
  const last = members.at(-1);
  if (last) return insertAfter(text, object, last, added);
  const { indent, eol } = layoutIn(text, object);
  const start = object.offset + 1;
  const close = object.offset + object.length - 1;
  const comments = text.slice(start, close).trimEnd();
  const rest = `${eol}${indent}${added.body}${added.tail}${eol}${indentAt(text, object.offset)}`;
  return text.slice(0, start) + comments + rest + text.slice(close);
}
