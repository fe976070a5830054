import { findNodeAtOffset, type Node } from "jsonc-parser/lib/esm/main.js";
import { nodeAt } from "./jsonPath";
import { jsonTree } from "./jsonTree";
import { lineEnd, lineStart } from "./lines";
import { type Member, membersOf } from "./members";

/**
 * The text of a JSON file with one key of an object taken out, as often as it is written, with the comments that belong to it, and nothing
 * else. `undefined` if the key is not there.
 */
export function removeKey(text: string, path: readonly (string | number)[]): string | undefined {
  let left: string | undefined;
  for (;;) {
    const without = cutLast(left ?? text, path);
    if (without === undefined) return left;
    left = without;
  }
}

/** The same for the key that stands at an offset: of two with the same name, either one can go. */
export function removeAt(text: string, offset: number): string | undefined {
  const root = jsonTree(text);
  const property = root && findNodeAtOffset(root, offset)?.parent;
  return cutMember(text, property?.parent, (member) => member.property.offset === property?.offset);
}

/** Takes a member out: of several with the name, the last. */
const cutLast = (text: string, path: readonly (string | number)[]): string | undefined =>
  cutMember(text, nodeAt(text, path.slice(0, -1)), ({ key }) => key === path.at(-1));

/** Takes the last member out that is wanted. */
function cutMember(text: string, object: Node | undefined, isWanted: (member: Member) => boolean): string | undefined {
  const members = object?.type === "object" ? membersOf(text, object) : [];
  const at = members.findLastIndex(isWanted);
  const member = members[at];
  if (!member) return undefined;
  const { from, to, comma } = member;
  const [start, end] = span(text, member);
  // The last one without a comma takes the comma before it along, so that none is left over.
  const other = comma === undefined ? members[at - 1]?.comma : comma >= to ? comma : undefined;
  if (other === undefined) return cutOut(text, start, end);
  return other < from
    ? cutOut(cutOut(text, start, end), other, other + 1)
    : cutOut(cutOut(text, other, other + 1), start, end);
}

/** What is cut with a member: its lines where nothing else is on them, otherwise the space on one of its sides. */
function span(text: string, { from, to, comma }: Member): readonly [from: number, to: number] {
  const lineFrom = lineStart(text, from);
  const lineTo = lineEnd(text, to);
  const isFirst = isBlank(text.slice(lineFrom, from));
  const isLast = isBlank(text.slice(to, lineTo));
  if (isFirst && isLast && lineTo < text.length) return [lineFrom, lineTo + breakAt(text, lineTo)];
  const follows = blanksAt(text, to);
  const before = text.slice(lineFrom, from);
  const leads = before.length - before.trimEnd().length;
  const isAfterComma = comma === undefined && text[from - leads - 1] === ",";
  return isAfterComma || (isLast && !isFirst) ? [from - leads, to] : [from, to + follows];
}

const blanksAt = (text: string, offset: number): number => {
  let at = offset;
  while (text[at] === " " || text[at] === "\t") at++;
  return at - offset;
};

const isBlank = (text: string): boolean => /^[ \t]*$/.test(text);

const breakAt = (text: string, offset: number): number => (text.startsWith("\r\n", offset) ? 2 : 1);

const cutOut = (text: string, from: number, to: number): string => text.slice(0, from) + text.slice(to);
