import type { TextCursor } from "../../config/editing/jsonCursor";
import { parseToml } from "./parseToml";
import { isPlain } from "./place";

/** Comments, texts in their four forms, and bare words. A text on one line ends with the line where its quote is missing. */
const tokens = /#[^\r\n]*|"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\.|[^"\\\r\n])*"?|'[^'\r\n]*'?|[\w-]+/g;

/**
 * The key or the text of a TOML file that an offset is in, as `FileFormat.cursor` says it. The parser says no places: the token is replaced by
 * a text of its own, and where that is afterwards is where the token is now.
 */
export function tomlCursor(text: string, offset: number): TextCursor | undefined {
  const token = tokenAt(text, offset);
  if (!token) return undefined;
  const { written, from, to } = token;
  const mark = markFor(text);
  const parsed = parseToml(`${text.slice(0, from)}"${mark}"${text.slice(to)}`);
  const found = parsed.kind === "value" ? find(parsed.value, mark) : undefined;
  if (!found) return undefined;
  const { path, isKey } = found;
  if (!isKey) return isBare(written) ? undefined : { path, isKey, written, from, to };
  const key = isBare(written) ? written : readText(written);
  return key === undefined ? undefined : { path: [...path.slice(0, -1), key], isKey, written, from, to };
}

function tokenAt(text: string, offset: number) {
  for (const { 0: written, index: from } of text.matchAll(tokens)) {
    const to = from + written.length;
    if (offset > to) continue;
    if (written.startsWith("#") || offset < (isBare(written) ? from : from + 1)) return undefined;
    return { written, from, to };
  }
  return undefined;
}

const isBare = (written: string): boolean => !/^["']/.test(written);

/** A text that the file has not. */
function markFor(text: string): string {
  let mark = "the-cursor";
  while (text.includes(mark)) mark += "-";
  return mark;
}

/** Where the mark is: as a key, or as a value. */
function find(value: unknown, mark: string): Pick<TextCursor, "path" | "isKey"> | undefined {
  if (value === mark) return { path: [], isKey: false };
  const inner: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : isPlain(value)
      ? Object.entries(value)
      : [];
  for (const [key, item] of inner) {
    if (key === mark) return { path: [key], isKey: true };
    const found = find(item, mark);
    if (found) return { ...found, path: [key, ...found.path] };
  }
  return undefined;
}

/** What a text in quotes says. */
function readText(written: string): string | undefined {
  const parsed = parseToml(`text = ${written}`);
  return parsed.kind === "value" && isPlain(parsed.value) && typeof parsed.value.text === "string"
    ? parsed.value.text
    : undefined;
}
