import { safeLine } from "../../core/kernel/redact";
import { cutToLines, wrapped } from "../../core/presentation/lineWidth";
import { escapeMarkdown, isWebAddress, webLink } from "../../core/presentation/markdown";
import { message } from "../../protocol/message";
import type { ArgumentsPart, ShownArgument, Tooltip, TooltipPart } from "./tooltipParts";

/** The most lines of a hover, the empty ones between its sections among them: more is not read on the way past. */
export const lineLimit = 12;
/** So much fits on a line of VS Code's hover, in widths of a lowercase letter. */
export const hoverWidth = 76;
/** More of a text than can be shown, in characters. */
const textLimit = 2 * lineLimit * hoverWidth;
/** The longest name of an argument. */
const nameWidth = 40;
/** A longer address is not made a link, in characters. */
const addressLimit = 1000;
/** So many arguments are shown before anything else has a second line. */
const leastArguments = 3;

/**
 * A tooltip as Markdown that reads as exactly its text. VS Code's own `appendText` makes every space a non-breaking one, so that lines
 * break inside words, and leaves addresses to be taken for links, with the backslashes of its escaping in them. The only links are
 * addresses on a line of their own, which end where the address ends. What is too long is cut, and ends with a mark.
 */
export function hoverMarkdown([name, ...parts]: Tooltip): string {
  const head = `**${escaped(cutToLines(named(name), hoverWidth, 1))}**`;
  const sections = fitting(parts.map(written).filter(({ lines }) => lines > 0));
  const rooms = shared(sections.flat(), lineLimit - 1 - sections.length);
  return [
    head,
    ...sections.map((section) => section.map((part) => part.on(rooms.get(part) ?? 1)).join(lineBreak)),
  ].join("\n\n");
}

/** A part as it is written on a number of lines between these two. */
interface Written {
  readonly least: number;
  readonly lines: number;
  readonly isApart: boolean;
  readonly on: (lines: number) => string;
}

function written(part: TooltipPart): Written {
  if (typeof part === "string") return writtenText(part);
  if ("address" in part) return { least: 1, lines: 1, isApart: false, on: () => addressLine(part.address) };
  const { count } = part;
  const lines = part.arguments.length === 0 ? 0 : count;
  return { least: Math.min(leastArguments, lines), lines, isApart: true, on: (room) => argumentsOn(part, room) };
}

function writtenText(text: string): Written {
  const texts = text
    .split("\n")
    .map(plain)
    .filter((line) => line !== "");
  const lines = texts.reduce((sum, line) => sum + wrapped(line, hoverWidth).length, 0);
  return { least: Math.min(1, lines), lines, isApart: false, on: (room) => textOn(texts, room) };
}

/** The parts in sections, since arguments stand apart; as many as fit if each takes the least. */
function fitting(parts: readonly Written[]): readonly (readonly Written[])[] {
  const sections: Written[][] = [];
  for (const part of parts) {
    const last = sections.at(-1);
    if (last?.[0]?.isApart === part.isApart) last.push(part);
    else sections.push([part]);
  }
  const least = parts.reduce((sum, part) => sum + part.least, 0);
  return 1 + sections.length + least <= lineLimit ? sections : fitting(parts.slice(0, -1));
}

/** How many lines each part has: the least first, and what is left in turns. */
function shared(parts: readonly Written[], room: number): ReadonlyMap<Written, number> {
  const rooms = new Map(parts.map((part) => [part, part.least]));
  let left = room - parts.reduce((sum, { least }) => sum + least, 0);
  for (let given = true; given && left > 0; ) {
    given = false;
    for (const part of parts) {
      const has = rooms.get(part) ?? 0;
      if (left === 0 || has >= part.lines) continue;
      rooms.set(part, has + 1);
      left--;
      given = true;
    }
  }
  return rooms;
}

/** Line breaks stay, and an empty line begins no paragraph. */
function textOn(texts: readonly string[], room: number): string {
  const shown: string[] = [];
  let left = room;
  for (const [at, text] of texts.entries()) {
    const lines = wrapped(text, hoverWidth).length;
    const hidesMore = lines >= left && at < texts.length - 1;
    shown.push(escaped(cutToLines(text, hoverWidth, left, hidesMore)));
    left -= lines;
    if (left <= 0) break;
  }
  return shown.join(lineBreak);
}

function addressLine(address: string): string {
  const isLink = address.length <= addressLimit && isWebAddress(address);
  // What is shown is what opens: a name in other letters, in the form that tells them apart.
  const text = cutToLines(plain(isLink ? new URL(address).href : address), hoverWidth, 1);
  return isLink ? webLink(text, address) : escaped(text);
}

function argumentsOn({ arguments: all, count }: ArgumentsPart, room: number): string {
  const shown = all.slice(0, count > room ? room - 1 : room);
  const more = message("tooltip.moreArguments", "… and {count} more", { count: count - shown.length });
  return [...shown.map(argumentLine), ...(count > shown.length ? [more] : [])].join(lineBreak);
}

function argumentLine({ name, kind, about }: ShownArgument): string {
  const shown = cutToLines(named(name), nameWidth, 1);
  const line = cutToLines(plain(`${shown} ${kind}${about ? `: ${about}` : ""}`), hoverWidth - 3, 1);
  return `• **${escaped(shown)}** ${escaped(line.slice(shown.length + 1))}`;
}

const lineBreak = "  \n";

/** Cleaned, before it is measured; with every kind of space as one at which a line may break, and none at the ends. */
const plain = (text: string): string => safeLine(text, textLimit);
const named = (name: string): string => plain(name) || message("tree.noName", "(no name)");
const escaped = (text: string): string => escapeMarkdown(text, 2 * textLimit);
