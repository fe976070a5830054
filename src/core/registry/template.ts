import { parseTemplate } from "../config/schema/variables";
import type { Template } from "./offer";

/** A name in braces. Some publishers write `${NAME}`, as in a shell; the format has `{NAME}`. */
const place = /\$?\{([A-Za-z_][\w.-]{0,63})\}/g;

/** The names in braces of a text, in order. */
export const placesIn = (text: string): readonly string[] => [...text.matchAll(place)].map(([, name = ""]) => name);

/** A text with fields in the place of the names that `field` knows; other names in braces stay as they are. */
export function templateOf(text: string, field: (name: string) => string | undefined): Template {
  const pieces: (string | { readonly field: string })[] = [];
  let end = 0;
  for (const match of text.matchAll(place)) {
    const known = field(match[1] ?? "");
    if (known === undefined) continue;
    if (match.index > end) pieces.push(text.slice(end, match.index));
    pieces.push({ field: known });
    end = match.index + match[0].length;
  }
  if (end < text.length || pieces.length === 0) pieces.push(text.slice(end));
  return pieces;
}

/**
 * Whether a text of a publisher would be read as a variable of the hub. It must not: `${env:TOKEN}` would send a value of this machine to
 * the author of the description.
 */
export const refersToMachine = (template: Template): boolean =>
  template.some(isHalf) ||
  parseTemplate(template.map((piece) => (typeof piece === "string" ? piece : "x")).join("")).some(
    (part) => typeof part !== "string",
  );

/** Whether a text beside a field would become such a variable together with what is filled in there. */
const isHalf = (piece: Template[number], at: number, { length }: Template): boolean =>
  typeof piece === "string" && ((piece.endsWith("$") && at < length - 1) || (piece.startsWith("{") && at > 0));

/** The text, with the values of its fields; `undefined` while one of them has none. */
export function filled(template: Template, value: (field: string) => string | undefined): string | undefined {
  let text = "";
  for (const piece of template) {
    const next = typeof piece === "string" ? piece : value(piece.field);
    if (next === undefined) return undefined;
    text += next;
  }
  return text;
}
