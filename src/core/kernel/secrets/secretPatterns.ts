import type { Disposable } from "../disposable";

/** How many characters one `*` stands for at most. */
const anyLimit = 200;

/** What `*` does not stand for: white space, and what encloses a value. */
const enclosing = /[\s"'`<>(){}[\],;]/g;

const sources = new Set<() => readonly string[]>();

/** Texts that match these patterns are masked as well, until what it returns is disposed. */
export function usePatterns(patterns: () => readonly string[]): Disposable {
  sources.add(patterns);
  return { dispose: () => void sources.delete(patterns) };
}

/** The text with `mask` in place of everything that matches a pattern of the settings. */
export function withoutMatches(text: string, mask: string): string {
  let masked = text;
  for (const pattern of patternsNow()) masked = withoutPattern(masked, pattern, mask);
  return masked;
}

let latest: readonly string[] = [];
let isReading = false;

/** The patterns now. Reading the settings may say what is wrong with them, and so ask for the patterns: those of before count then. */
function patternsNow(): readonly string[] {
  if (isReading) return latest;
  isReading = true;
  try {
    let found: readonly string[] = [];
    // Asked for with every text of an event: a list is made only where several sources have patterns.
    for (const source of sources) {
      const own = source();
      found = found.length === 0 ? own : [...found, ...own];
    }
    latest = found;
  } finally {
    isReading = false;
  }
  return latest;
}

/**
 * The text with `mask` in place of each match of a pattern, in which `*` stands for up to 200 characters of one word. It is read from left
 * to right once: no pattern makes it slow.
 */
export function withoutPattern(text: string, pattern: string, mask: string): string {
  const [head = "", ...rest] = pattern.split(/\*+/);
  if (head === "") return text;
  let masked = "";
  let copied = 0;
  let word = { from: -1, end: -1 };
  /** Where the word ends that goes on at a position; looked for once per word. */
  const endOfWord = (from: number): number => {
    if (from < word.from || from > word.end) {
      enclosing.lastIndex = from;
      word = { from, end: enclosing.exec(text)?.index ?? text.length };
    }
    return word.end;
  };
  for (let at = text.indexOf(head); at >= 0; ) {
    const end = matchEnd(text, at + head.length, rest, endOfWord);
    if (end !== undefined) {
      masked += text.slice(copied, at) + mask;
      copied = end;
    }
    at = text.indexOf(head, end ?? at + 1);
  }
  return copied === 0 ? text : masked + text.slice(copied);
}

/** Where a match ends whose first part ends at `from`; `undefined` where the rest does not follow. */
function matchEnd(
  text: string,
  from: number,
  rest: readonly string[],
  endOfWord: (from: number) => number,
): number | undefined {
  let end = from;
  for (const part of rest) {
    const last = Math.min(endOfWord(end), end + anyLimit);
    const found = part === "" ? last - end : text.slice(end, last + part.length).indexOf(part);
    if (found < 0) return undefined;
    end += found + part.length;
  }
  return end;
}
