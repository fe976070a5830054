import { message } from "../../../src/protocol/message";
/** A JSON value in which integers that a `number` would round are `bigint`s, so that no digit of an id is lost. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isJsonList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** The deepest nesting that is read: deeper values would exceed the stack of whatever walks through them. */
export const depthLimit = 200;

/** Why a text is not JSON: a sentence with the place. */
export class JsonError extends Error {
  override readonly name = "JsonError";
}

/** @throws {JsonError} if the text is not JSON, or nested too deeply */
export function parseJson(text: string): Json {
  if (!/\d{16}/.test(text) && !isTooDeep(text)) {
    try {
      return JSON.parse(text) as Json; // JSON.parse makes nothing else
    } catch {
      // read again below, for the place of the mistake
    }
  }
  return new Reader(text).whole();
}

/** JSON with all digits of `bigint`s. */
export function writeJson(value: Json, indent = 0, before = "\n"): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = indent > 0 ? before + " ".repeat(indent) : "";
  const outer = indent > 0 ? before : "";
  if (isJsonList(value)) {
    if (value.length === 0) return "[]";
    return `[${value.map((item) => inner + writeJson(item, indent, inner)).join(",")}${outer}]`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return "{}";
  const colon = indent > 0 ? ": " : ":";
  const lines = entries.map(([name, item]) => inner + JSON.stringify(name) + colon + writeJson(item, indent, inner));
  return `{${lines.join(",")}${outer}}`;
}

/** An integer as a `number` where that holds all digits. */
export function integerOf(digits: string): number | bigint {
  const number = Number(digits);
  return String(number) === digits || Number.isSafeInteger(number) ? number : BigInt(digits);
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) at = endOfText(text, at) - 1;
    else if (code === 123 || code === 91) {
      if (++depth > depthLimit) return true;
    } else if (code === 125 || code === 93) depth--;
  }
  return false;
}

/** The offset after the text that opens at `from`. */
function endOfText(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let run = at;
    while (text[run - 1] === "\\") run--;
    if ((at - run) % 2 === 0) return at + 1;
  }
  return text.length;
}

const numeral = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const word = /true|false|null/y;
const space = /[ \t\r\n]*/y;

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): Json {
    this.skip();
    if (this.at === this.text.length)
      throw this.failure(message("page.exactJson.aValueIsMissing", "a value is missing"));
    const value = this.value(0);
    if (this.at < this.text.length)
      throw this.failure(message("page.exactJson.nothingMayFollowHere", "nothing may follow here"));
    return value;
  }

  private value(depth: number): Json {
    if (depth > depthLimit)
      throw this.failure(message("page.exactJson.itIsNestedTooDeeply", "it is nested too deeply"));
    const value = this.bare(depth);
    this.skip();
    return value;
  }

  private bare(depth: number): Json {
    const next = this.text[this.at];
    if (next === "{") return this.object(depth);
    if (next === "[") return this.list(depth);
    if (next === '"') return this.string();
    const found = this.take(word);
    if (found) return found[0] === "null" ? null : found[0] === "true";
    const number = this.take(numeral);
    if (!number)
      throw this.failure(
        next === undefined
          ? message("page.exactJson.aValueIsMissing", "a value is missing")
          : message("page.exactJson.aValueIsExpected", "a value is expected"),
      );
    const [digits, fraction, exponent] = number;
    if (fraction === undefined && exponent === undefined) return integerOf(digits);
    if (!Number.isFinite(Number(digits)))
      throw this.failure(message("page.exactJson.thisNumberIsTooLarge", "this number is too large"));
    return Number(digits);
  }

  private object(depth: number): Json {
    const entries: [string, Json][] = [];
    this.between("}", () => {
      if (this.text[this.at] !== '"')
        throw this.failure(message("page.exactJson.aNameInDoubleQuotes", "a name in double quotes is expected"));
      const name = this.string();
      this.skip();
      if (this.text[this.at] !== ":") throw this.failure(message("page.exactJson.isExpected", '":" is expected'));
      this.at++;
      this.skip();
      entries.push([name, this.value(depth + 1)]);
    });
    return Object.fromEntries(entries);
  }

  private list(depth: number): Json {
    const items: Json[] = [];
    this.between("]", () => items.push(this.value(depth + 1)));
    return items;
  }

  /** What stands between brackets, with commas. */
  private between(end: string, item: () => void): void {
    this.at++;
    this.skip();
    if (this.text[this.at] === end) {
      this.at++;
      return;
    }
    for (;;) {
      item();
      const next = this.text[this.at];
      this.at++;
      if (next === end) return;
      if (next !== ",") {
        this.at--;
        throw this.failure(message("page.exactJson.aCommaOrEndIs", 'a comma or "{end}" is expected', { end }));
      }
      this.skip();
    }
  }

  private string(): string {
    const end = endOfText(this.text, this.at);
    try {
      const value = JSON.parse(this.text.slice(this.at, end)) as string;
      this.at = end;
      return value;
    } catch {
      throw this.failure(
        message(
          "page.exactJson.thisTextHasNoEnd",
          "this text has no end, or something in it must be written with a backslash",
        ),
      );
    }
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  private skip(): void {
    this.take(space);
  }

  private failure(what: string): JsonError {
    const lines = this.text.slice(0, this.at).split("\n");
    const column = (lines.at(-1)?.length ?? 0) + 1;
    return new JsonError(
      message("page.exactJson.lineLinesColumnColumnWhat", "Line {lines}, column {column}: {what}.", {
        lines: lines.length,
        column,
        what,
      }),
    );
  }
}
