import { createScanner, type Node } from "jsonc-parser/lib/esm/main.js";

/** A member of an object with what belongs to it: the comments right above it, and those at the end of its line. */
export interface Member {
  readonly property: Node;
  readonly key: string;
  /** Where its first comment starts, or its key. */
  readonly from: number;
  /** Where its value ends. */
  readonly end: number;
  /** Where its last comment ends, or the comma after it that is on the same line. */
  readonly to: number;
  /** Where the comma after it stands. */
  readonly comma: number | undefined;
}

/** The members of an object, in their order. A name that is written twice is there twice. */
export function membersOf(text: string, object: Node): readonly Member[] {
  const properties = object.children ?? [];
  const close = object.offset + object.length - 1;
  const members: Member[] = [];
  for (const [index, property] of properties.entries()) {
    const before = members.at(-1);
    const start = before ? before.to : afterBracket(text, object, property);
    const next = properties[index + 1];
    members.push({
      property,
      key: String(property.children?.[0]?.value),
      from: headOf(text, start, property.offset),
      end: property.offset + property.length,
      ...tailOf(text, property.offset + property.length, next?.offset ?? close, next === undefined),
    });
  }
  return members;
}

/** A comment on the bracket's own line is about the whole object. */
function afterBracket(text: string, object: Node, first: Node): number {
  const start = object.offset;
  const comments = signs(text, start, first.offset).filter(({ at }) => !hasBreak(text, start, at));
  const last = comments.at(-1)?.end ?? start;
  return hasBreak(text, last, first.offset) ? last : start;
}

/** Where the comments begin that stand right above a key: no blank line is between them. */
function headOf(text: string, start: number, offset: number): number {
  let from = offset;
  for (const { at, end } of signs(text, start, offset).toReversed()) {
    if (text[at] === "," || breaks(text, end, from) > 1) break;
    from = at;
  }
  return from;
}

/** What follows a value on its line. Of a line with two members, what is after the comma belongs to the next. */
function tailOf(text: string, end: number, limit: number, isLast: boolean): Pick<Member, "to" | "comma"> {
  let to = end;
  let comma: number | undefined;
  for (const sign of signs(text, end, limit)) {
    const isSameLine = !hasBreak(text, to, sign.at);
    if (text[sign.at] === ",") {
      comma ??= sign.at;
      if (isSameLine) to = sign.end;
      continue;
    }
    const isOfNext = comma !== undefined && !isLast && !hasBreak(text, sign.end, limit);
    if (!isSameLine || isOfNext) {
      if (comma !== undefined) break;
      continue; // a comment before a comma on a later line
    }
    to = sign.end;
  }
  return { to, comma };
}

/** The comments and commas of a part of a text that has nothing else. */
function signs(text: string, from: number, to: number): readonly { readonly at: number; readonly end: number }[] {
  const scanner = createScanner(text, false);
  scanner.setPosition(from);
  const found: { at: number; end: number }[] = [];
  for (;;) {
    scanner.scan();
    const at = scanner.getTokenOffset();
    const sign = text[at];
    if (at >= to || sign === undefined) return found;
    if (sign === "/" || sign === ",") found.push({ at, end: at + scanner.getTokenLength() });
  }
}

const breaks = (text: string, from: number, to: number): number =>
  text.slice(from, to).match(/\r\n|\r|\n/g)?.length ?? 0;

const hasBreak = (text: string, from: number, to: number): boolean => breaks(text, from, to) > 0;
