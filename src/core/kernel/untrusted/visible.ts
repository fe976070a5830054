import { isExactInteger } from "../json/exactInteger";
import { nestingLimit } from "../json/nesting";

/** Stands for what cannot be seen. */
const replacement = "\ufffd";

/**
 * Characters that nobody sees and that a model reads all the same, or that affect a terminal, a log or the direction of text: control
 * characters (C0 except tab and line ends, C1), everything that Unicode lets a display ignore (zero-width characters, bidirectional marks,
 * fillers, variation selectors, tags), line separators, interlinear marks, and the blank of Braille.
 */
export const unseenCharacters =
  "\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u2800\\ufff9-\\ufffb\\p{Default_Ignorable_Code_Point}";

// The parts are fixed text: no input becomes a pattern.
const unseenRun = new RegExp(`[${unseenCharacters}]+`, "gu");
const anyUnseen = new RegExp(`[${unseenCharacters}]`, "u");

const pictograph = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]$/u;
const emoji = /[\p{Emoji}]$/u;
const startsPictograph = /^\p{Extended_Pictographic}/u;

/** Scripts in which joiners are part of the spelling. */
const joiningScripts =
  "\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Mongolian}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gurmukhi}\\p{Script=Gujarati}\\p{Script=Oriya}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Khmer}";
const endsJoining = new RegExp(`[${joiningScripts}]$`, "u");
const startsJoining = new RegExp(`^[${joiningScripts}]`, "u");

/**
 * Text in which nothing is hidden: each run of characters that cannot be seen becomes one U+FFFD. What belongs to a picture or to the
 * spelling of a language stays: a joiner between two pictographs, a presentation selector behind one, a joiner between two letters.
 */
export function visibleText(text: string): string {
  if (!anyUnseen.test(text)) return text;
  return text.replace(unseenRun, (run, at: number) => {
    const before = text.slice(Math.max(0, at - 2), at);
    const after = text.slice(at + run.length, at + run.length + 2);
    const isJoiner = run === "\u200d" || run === "\u200c";
    if (isJoiner && endsJoining.test(before) && startsJoining.test(after)) return run;
    if (run === "\ufe0f" || run === "\ufe0e") return emoji.test(before) ? run : replacement;
    const joinsPictures = run === "\u200d" || run === "\ufe0f\u200d";
    return joinsPictures && pictograph.test(before) && startsPictograph.test(after) ? run : replacement;
  });
}

/** Plain data in which no text and no name hides anything. What is nested deeper than `nestingLimit` is left out. */
export function visibleData(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return visibleText(value);
  if (typeof value !== "object" || value === null || isExactInteger(value)) return value;
  if (depth > nestingLimit) return replacement;
  if (Array.isArray(value)) return value.map((one) => visibleData(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [visibleText(name), visibleData(one, depth + 1)]),
  );
}
