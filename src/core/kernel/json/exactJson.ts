import { ExactInteger, integerOf, isExactInteger, timesWritten } from "./exactInteger";

/** The fewest digits of an integer that a `number` may round: 2^53 has as many. */
const fewestDigits = 16;

/** Stands before the digits of an exact integer while they are a text. Nobody else can know it. */
const mark = `mcp-hub-integer-${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}:`;
const marked = new RegExp(`"${mark}(-?\\d+)"`, "g");

/** A number of JSON outside of texts; not a name, which JSON forbids. */
const numeral = /-?\d[\d.eE+-]*(?![\d.eE+-]|\s*:)/g;
const longInteger = new RegExp(`^-?[1-9]\\d{${fewestDigits - 1},}$`);

/**
 * The value of a JSON text as `JSON.parse` gives it, except that integers beyond 2^53 keep every digit (`ExactInteger`). A text without a
 * long run of digits costs one look at every sixteenth character more.
 *
 * @param settle - gets the value if it holds an exact integer
 * @throws {SyntaxError} if the text is not JSON
 */
export function parseJson(text: string, settle: (value: unknown) => unknown = (value) => value): unknown {
  const withMarks = hasLongRun(text) ? markIntegers(text) : undefined;
  if (withMarks === undefined) return JSON.parse(text);
  try {
    return settle(JSON.parse(withMarks, revive));
  } catch (error) {
    if (error instanceof RangeError) return JSON.parse(text); // nested too deeply for more than one look
    throw error;
  }
}

const revive = (_: string, value: unknown): unknown =>
  typeof value === "string" && value.startsWith(mark) ? new ExactInteger(value.slice(mark.length)) : value;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/**
 * Whether so many digits stand in a row: one of them then stands at a multiple of that number. Those of a fraction do not count, which
 * nearly every list of measured values has.
 */
function hasLongRun(text: string): boolean {
  for (let at = fewestDigits - 1; at < text.length; at += fewestDigits) {
    if (!isDigit(text.charCodeAt(at))) continue;
    let from = at;
    let to = at;
    while (isDigit(text.charCodeAt(from - 1))) from--;
    while (isDigit(text.charCodeAt(to + 1))) to++;
    if (to - from + 1 >= fewestDigits && text[from - 1] !== ".") return true;
  }
  return false;
}

/** The text with a marked text in place of each integer that a `number` would round; `undefined` if there is none. */
function markIntegers(text: string): string | undefined {
  let whole = "";
  let found = false;
  const markOne = (numeral: string) => {
    if (!longInteger.test(numeral) || typeof integerOf(numeral) === "number") return numeral;
    found = true;
    return `"${mark}${numeral}"`;
  };
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const end = quote === -1 ? text.length : quote;
    whole += end - at < fewestDigits ? text.slice(at, end) : text.slice(at, end).replace(numeral, markOne);
    at = quote === -1 ? end : textEnd(text, quote);
    whole += text.slice(end, at);
  }
  return found ? whole : undefined;
}

/** The offset after the text that opens at `from`. */
export function textEnd(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let run = at;
    while (text[run - 1] === "\\") run--;
    if ((at - run) % 2 === 0) return at + 1;
  }
  return text.length;
}

/**
 * JSON in which exact integers stand with all their digits, `bigint`s included. A value without any is written by `JSON.stringify` alone.
 * `undefined` if JSON has nothing for the value, as `JSON.stringify` says.
 */
export function toJson(
  value: unknown,
  space?: number,
  replacer?: (key: string, value: unknown) => unknown,
): string | undefined {
  const before = timesWritten();
  try {
    const text: string | undefined = JSON.stringify(value, replacer, space);
    if (timesWritten() === before) return text;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // a `bigint`; a circle fails again below
  }
  const markAll = function (this: unknown, key: string, inner: unknown): unknown {
    const original: unknown = typeof this === "object" && this !== null ? Reflect.get(this, key) : inner;
    const found = isExactInteger(original) ? original : inner;
    const kept = replacer ? replacer(key, found) : found;
    return isExactInteger(kept) ? `${mark}${kept}` : kept;
  };
  const text: string | undefined = JSON.stringify(value, markAll, space);
  return text?.replace(marked, "$1");
}
