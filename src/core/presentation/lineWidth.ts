/** The width of a list's line in VS Code's quick pick, in widths of a lowercase letter; narrow enough for small windows. */
export const lineWidth = 60;

/** Characters that are about as wide as a lowercase letter, or narrower. Every other one counts as two. */
const narrow = /[a-ln-vx-z0-9 !-/:-?[-`{-~]/;

/** How many characters of the text fit into `width`; at least one. VS Code would cut what does not fit without a word. */
export function fitting(text: string, width: number): number {
  let used = 0;
  let at = 0;
  for (const character of text) {
    used += narrow.test(character) ? 1 : 2;
    if (used > width && at > 0) break;
    at += character.length;
  }
  return at;
}

/**
 * A text of one line, broken into lines of at most `width`: between words, and within a word only where it is longer than a line. Each
 * line keeps the space at its end, so that all of them together are the text again.
 */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (let rest = text; rest !== ""; ) {
    const end = fitting(rest, width);
    const isAll = end >= rest.length;
    const space = isAll ? -1 : rest.lastIndexOf(" ", end);
    const at = isAll ? rest.length : space > 0 ? space + 1 : end;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return lines;
}

/** A text within so many lines, with a mark where it is cut. `isMore`: something follows that is not shown, which the mark stands for, too. */
export function cutToLines(text: string, width: number, lines: number, isMore = false): string {
  const all = wrapped(text, width);
  if (all.length <= lines && !isMore) return text;
  const before = all.slice(0, Math.max(0, lines - 1)).join("");
  const rest = text.slice(before.length);
  const end = fitting(rest, width - 2);
  const space = rest.lastIndexOf(" ", end);
  // Between words, unless a long one would leave much of the line empty.
  const at = end < rest.length && space > end / 2 ? space : end;
  return `${before}${rest.slice(0, at)}`.replace(/[\s….,:;]+$/, "").concat("…");
}
