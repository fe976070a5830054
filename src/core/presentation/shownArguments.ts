import { message } from "../../protocol/message";
import { toJson } from "../kernel/json/exactJson";
import { fitting, lineWidth } from "./lineWidth";
import type { DocumentText } from "./resultDocument";

/** The arguments of a call as the person sees them before it runs: nothing is masked, since all of it will be sent. */
export interface ShownArguments {
  /** One for each argument, in order: its name, and its value as JSON. */
  readonly lines: readonly { readonly name: string; readonly value: string }[];
  /** Whether the lines leave anything out. */
  readonly isCut: boolean;
}

const most = { lines: 10, nameWidth: 20 };

/** Characters that cannot be seen: control and format characters, line separators, fillers and variation selectors. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0\p{Variation_Selector}]/gu;

/** JSON in which every character can be seen: an invisible one stands as its escape. `space` indents it. */
function visibleJson(value: unknown, space?: number): string {
  const json = toJson(value, space) ?? "null";
  return json.replace(invisible, (found) => (found === "\n" ? found : escaped(found)));
}

/** A character as JSON escapes it, e.g. `\u202e`. */
const escaped = (character: string): string =>
  [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
    .join("");

export function shownArguments(args: Readonly<Record<string, unknown>>): ShownArguments {
  const all = Object.entries(args);
  let isCut = all.length > most.lines;
  const cut = (text: string, width: number) => {
    const end = fitting(text, width);
    if (end >= text.length) return text;
    isCut = true;
    return `${text.slice(0, end)}…`;
  };
  const lines = all.slice(0, most.lines).map(([name, value]) => ({
    name: cut(visibleJson(name).slice(1, -1), most.nameWidth),
    value: cut(visibleJson(value), lineWidth - most.nameWidth),
  }));
  if (all.length <= most.lines) return { lines, isCut };
  const value = message("questions.moreArguments", "and {count} more", { count: all.length - most.lines });
  return { lines: [...lines, { name: "…", value }], isCut };
}

/** All arguments of a call as a document. */
export const argumentsDocument = (tool: string, args: Readonly<Record<string, unknown>>): DocumentText => ({
  name: `${tool.replace(/[^\w.-]+/g, "_").slice(0, 60)}-arguments.json`,
  text: `${visibleJson(args, 2)}\n`,
});
