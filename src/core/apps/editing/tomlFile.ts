import { parse, stringify, TomlError } from "smol-toml";
import { lineEnd, lineEndOf } from "../../config/editing/lines";
import type { Plain } from "../shape";
import { type FileFormat, withEnd, withoutEnd } from "./fileFormat";
import { isPlain, type Place, valueAt, without } from "./place";
import { sameValue } from "./sameValue";

/** TOML 1.0, edited table by table: an entry is a table with a header of its own, at the end of the file if the hub wrote it. */
export const tomlFile: FileFormat = { parse: parseToml, insert, replace, remove };

function parseToml(text: string): ReturnType<FileFormat["parse"]> {
  try {
    const value = parse(text, { integersAsBigInt: "asNeeded" });
    return { kind: "value", value: Object.keys(value).length === 0 ? undefined : value };
  } catch (error) {
    if (error instanceof TomlError) {
      const [, reason = error.message] = /^Invalid TOML document: (.*)/.exec(error.message) ?? [];
      return { kind: "broken", reason, line: error.line, column: error.column };
    }
    return { kind: "broken", reason: error instanceof Error ? error.message : String(error), line: 1, column: 1 };
  }
}

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
