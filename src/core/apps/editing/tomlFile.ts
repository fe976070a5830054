import { stringify } from "smol-toml";
import { positionAt, type TextRange } from "../../config/editing/jsonLocation";
import { indentAt, lineEnd, lineEndOf } from "../../config/editing/lines";
import type { Plain } from "../shape";
import { type FileFormat, withEnd, withoutEnd } from "./fileFormat";
import { parseToml } from "./parseToml";
import { isPlain, type Place, valueAt, without } from "./place";
import { sameValue } from "./sameValue";
import { tomlCursor } from "./tomlCursor";

/** TOML 1.0, edited table by table: an entry is a table with a header of its own, at the end of the file if the hub wrote it. */
export const tomlFile: FileFormat = { parse: parseToml, locate, cursor: tomlCursor, insert, replace, remove };

/** The parser says no places: a header is the line that makes the table, and a key is looked for below it. */
function locate(text: string, path: readonly (string | number)[]): TextRange | undefined {
  const names = path.filter((step) => typeof step === "string");
  const headers = headerLines(text);
  for (let depth = names.length; depth > 0; depth--) {
    const place = { parent: names.slice(0, depth - 1), key: names[depth - 1] ?? "" };
    const start = headers.find((header) => isHeaderOf(text, header, place));
    if (start === undefined) continue;
    const end = headers.find((header) => header > start) ?? text.length;
    return lineRange(text, keyLine(text.slice(0, end), start, names[depth]) ?? start);
  }
  return undefined;
}

/** Where the line starts that sets a key of a table. */
function keyLine(text: string, header: number, key: string | undefined): number | undefined {
  if (key === undefined) return undefined;
  for (let start = lineEnd(text, header) + 1; start < text.length; start = lineEnd(text, start) + 1) {
    const [, bare, quoted] =
      /^[ \t]*(?:([\w-]+)|["']([^"']*)["'])[ \t]*[=.]/.exec(text.slice(start, lineEnd(text, start))) ?? [];
    if ((bare ?? quoted) === key) return start;
  }
  return undefined;
}

const lineRange = (text: string, start: number): TextRange => ({
  start: positionAt(text, start + indentAt(text, lineEnd(text, start)).length),
  end: positionAt(text, start + text.slice(start, lineEnd(text, start)).trimEnd().length),
});

function insert(text: string, { parent, key }: Place, entry: Plain): string {
  const whole = parent.toReversed().reduce<Plain>((inside, step) => ({ [step]: inside }), { [key]: entry });
  const eol = lineEndOf(text);
  return withEnd(text, stringify(whole).trim().replaceAll("\n", eol), eol);
}

function replace(text: string, place: Place, entry: Plain): string | undefined {
  const cut = remove(text, place);
  return cut === undefined ? undefined : insert(cut, place, entry);
}

/** Cuts out the table and those inside it. Which lines they are is tried out: the right ones are those without which all else is the same. */
function remove(text: string, place: Place): string | undefined {
  const before = parseToml(text);
  if (before.kind === "broken") return undefined;
  const wanted = without(before.value, place);
  const headers = headerLines(text);
  for (const [index, start] of headers.entries()) {
    if (!isHeaderOf(text, start, place)) continue;
    for (const next of [...headers.slice(index + 1), text.length]) {
      const left = cutLines(text, start, next);
      const after = parseToml(left);
      if (after.kind === "value" && sameValue(without(after.value, place), wanted) && isGone(after.value, place))
        return left;
    }
  }
  return undefined;
}

const isGone = (value: unknown, { parent, key }: Place): boolean => valueAt(value, [...parent, key]) === undefined;

/** Where lines start that may be headers of tables; some are in the middle of a list or a text. */
const headerLines = (text: string): readonly number[] => [...text.matchAll(/^[ \t]*\[/gm)].map(({ index }) => index);

function isHeaderOf(text: string, start: number, { parent, key }: Place): boolean {
  const header = parseToml(text.slice(start, lineEnd(text, start)));
  return header.kind === "value" && isPlain(valueAt(header.value, [...parent, key]));
}

/** The text without the lines of a table; comments and blank lines before the next table are the next table's. */
function cutLines(text: string, start: number, next: number): string {
  const lines = text.slice(start, next).split(/(?<=\n)/);
  while (/^\s*(?:#.*)?\s*$/.test(lines.at(-1) ?? "table")) lines.pop();
  const end = start + lines.join("").length;
  if (end === text.length) return withoutEnd(text, start, lineEndOf(text));
  return text.slice(0, start) + text.slice(end).replace(/^[ \t]*\r?\n/, "");
}
