import { TimeSlices } from "../../core/kernel/timeSlices";
import { parseUntrusted, settled } from "./messageJson";

/** A message of fewer bytes is parsed at once: that takes a few milliseconds. */
const wholeMessage = 1024 * 1024;

/** How much of a larger one is parsed at once, in bytes. */
const wholeLimit = 64 * 1024;

/** How much of a text is decoded at once, in bytes. */
const textSlice = 256 * 1024;

/** Deeper than this, JSON is parsed at once, whatever its size: a text of nothing but nesting would be walked through once per level. */
const maxDepth = 32;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;

/** Some members of a container, as offsets: several small ones, or one large one. */
interface Part {
  readonly start: number;
  readonly end: number;
  readonly large: boolean;
}

/** Large enough to be worth `parseInSlices`. */
export const isLarge = (text: Buffer): boolean => text.length > wholeMessage;

/**
 * The value of a JSON text, parsed piece by piece in time slices, so that a message of a hundred megabytes does not stop the whole
 * process. Small values are left to `JSON.parse`; only large objects, lists and texts are walked through.
 *
 * @throws {SyntaxError} where the text is not JSON, or nested too deeply (`nestingLimit`)
 */
export async function parseInSlices(text: Buffer): Promise<unknown> {
  const parser = new Parser(text);
  const value = await parser.value(0, text.length, 0);
  return parser.hasExactIntegers ? settled(value) : value;
}

class Parser extends TimeSlices {
  hasExactIntegers = false;

  constructor(private readonly text: Buffer) {
    super();
  }

  async value(from: number, to: number, depth: number): Promise<unknown> {
    const { text } = this;
    const start = this.skip(from, to);
    let end = to;
    while (end > start && isSpace(text[end - 1])) end--;
    await this.yieldIfDue();
    const ends = `${text.toString("latin1", start, start + 1)}${text.toString("latin1", end - 1, end)}`;
    if (end - start > wholeLimit && depth <= maxDepth) {
      if (ends === '""') return this.string(start + 1, end - 1);
      if (ends === "{}") return this.object(start + 1, end - 1, depth);
      if (ends === "[]") return this.list(start + 1, end - 1, depth);
    }
    return this.parse(text.toString("utf8", start, end));
  }

  private parse(piece: string): unknown {
    return parseUntrusted(piece, (value) => {
      this.hasExactIntegers = true;
      return value;
    });
  }

  private async object(from: number, to: number, depth: number): Promise<unknown> {
    const entries: (readonly [string, unknown])[] = [];
    for (const part of this.parts(from, to)) {
      await this.yieldIfDue();
      if (!part) continue;
      const { start, end, large } = part;
      if (!large) {
        const some = this.parse(`{${this.text.toString("utf8", start, end)}}`);
        for (const entry of Object.entries(Object(some))) entries.push(entry);
        continue;
      }
      const keyStart = this.skip(start, end);
      const keyEnd = this.stringEnd(keyStart, end);
      const at = this.skip(keyEnd, end);
      const key: unknown = JSON.parse(this.text.toString("utf8", keyStart, keyEnd));
      if (typeof key !== "string" || this.text[at] !== colon) throw new SyntaxError("A member has no name.");
      entries.push([key, await this.value(at + 1, end, depth + 1)]);
    }
    return Object.fromEntries(entries);
  }

  private async list(from: number, to: number, depth: number): Promise<unknown> {
    const all: unknown[] = [];
    for (const part of this.parts(from, to)) {
      await this.yieldIfDue();
      if (!part) continue;
      const { start, end, large } = part;
      if (large) all.push(await this.value(start, end, depth + 1));
      else {
        const some = this.parse(`[${this.text.toString("utf8", start, end)}]`);
        if (Array.isArray(some)) for (const one of some) all.push(one);
      }
    }
    return all;
  }

  private async string(from: number, to: number): Promise<string> {
    if (this.stringEnd(from - 1, to + 1) !== to + 1) throw new SyntaxError("A text ends early.");
    let whole = "";
    for (let start = from; start < to; ) {
      await this.yieldIfDue();
      const end = this.textCut(start, Math.min(start + textSlice, to), to);
      const slice = this.text.toString("utf8", start, end);
      whole += isPlainText(this.text, start, end) ? slice : JSON.parse(`"${slice}"`);
      start = end;
    }
    return whole;
  }

  /** Where a piece of a text may end: not within a character, not within an escape. */
  private textCut(start: number, wanted: number, to: number): number {
    if (wanted >= to) return to;
    const { text } = this;
    let end = wanted;
    while (end > start && ((text[end] ?? 0) & 0xc0) === 0x80) end--;
    let run = end - 1;
    while (run >= start && run >= end - 6 && text[run] !== backslash) run--;
    if (run < start || run < end - 6) return end;
    while (run > start && text[run - 1] === backslash) run--;
    return run > start ? run : start + 2 * Math.floor((end - start) / 2); // nothing but backslashes: they come in pairs
  }

  /** The members of a container, cut at its commas; `undefined` now and then, so that the time slice can end. */
  private *parts(from: number, to: number): Generator<Part | undefined> {
    const { text } = this;
    let start = from;
    let cut = -1; // the last comma of this container since `start`
    let depth = 0;
    let next = from + textSlice;
    for (let at = from; at < to; at++) {
      const byte = text[at];
      if (byte === quote) at = this.stringEnd(at, to) - 1;
      else if (byte === 0x7b || byte === 0x5b) depth++;
      else if (byte === 0x7d || byte === 0x5d) depth--;
      else if (byte === comma && depth === 0) {
        if (cut < 0 && at - start > wholeLimit) {
          yield { start, end: at, large: true };
          start = at + 1;
        } else cut = at;
      }
      if (cut >= 0 && at - start > wholeLimit) {
        yield { start, end: cut, large: false };
        start = cut + 1;
        // What follows the cut was already read, and holds no comma of this container except the present one.
        cut = byte === comma && depth === 0 && at > start ? at : -1;
      }
      if (at > next) {
        next = at + textSlice;
        yield undefined;
      }
    }
    // With a comma in it, what is left is several members, and only just as long as is parsed at once.
    if (this.skip(start, to) < to) yield { start, end: to, large: cut < 0 && to - start > wholeLimit };
    else if (start > from) throw new SyntaxError("A list ends with a comma.");
  }

  /** The offset after the closing quote of the text that opens at `from`. */
  private stringEnd(from: number, to: number): number {
    const { text } = this;
    for (let at = text.indexOf(quote, from + 1); at >= 0 && at < to; at = text.indexOf(quote, at + 1)) {
      let run = at;
      while (text[run - 1] === backslash) run--;
      if ((at - run) % 2 === 0) return at + 1;
    }
    throw new SyntaxError("A text does not end.");
  }

  private skip(from: number, to: number): number {
    let at = from;
    while (at < to && isSpace(this.text[at])) at++;
    return at;
  }
}

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

const firstAllowed = 0x20;

/**
 * Whether some bytes inside a JSON text stand for themselves: no escape, and no control character, which JSON forbids there (RFC 8259,
 * section 7). Four bytes are checked at once: every byte of a large text is checked, and this takes half as long as a regular expression.
 */
export function isPlainText(bytes: Buffer, start: number, end: number): boolean {
  if (bytes.subarray(start, end).includes(backslash)) return false;
  if (end - start < 4) return areAllowed(bytes, start, end);
  const aligned = start + ((4 - ((bytes.byteOffset + start) % 4)) % 4);
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + aligned, (end - aligned) >> 2);
  for (let at = 0; at < words.length; at++) if (hasControl(words[at] ?? 0)) return false;
  return areAllowed(bytes, start, aligned) && areAllowed(bytes, aligned + words.length * 4, end);
}

/** Subtracting 0x20 from a smaller byte sets the byte's highest bit, which was not set before. */
const hasControl = (word: number): boolean => ((word - 0x20202020) & ~word & 0x80808080) !== 0;

function areAllowed(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] ?? 0) < firstAllowed) return false;
  return true;
}
