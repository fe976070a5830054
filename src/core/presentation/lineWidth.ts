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
