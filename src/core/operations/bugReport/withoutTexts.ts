import { safeText } from "../../kernel/redact";

/** Stands for a text of a call. */
const mask = "•••";

/** A shorter text is a part of too many words. */
const shortest = 4;

/** How many texts are looked for; the longest first. */
const mostTexts = 2000;

/** How much of a line is looked for, in characters. */
const lineLimit = 4000;

/**
 * The lines of texts that are worth looking for, each once, the longest first: a part of a text must not hide the whole. They are as the hub
 * logs them, without secrets and control characters: only so they are found.
 */
export const findable = (texts: readonly string[]): readonly string[] =>
  [
    ...new Set(
      texts.flatMap((text) => text.split(/\r?\n/)).map((line) => safeText(line.slice(0, lineLimit), lineLimit).trim()),
    ),
  ]
    .filter((line) => line.length >= shortest)
    .sort((a, b) => b.length - a.length)
    .slice(0, mostTexts);

/** A text with each of the others masked, as it is and as it stands in JSON. */
export const withoutTexts = (text: string, others: readonly string[]): string =>
  others.reduce((left, other) => replaced(replaced(left, other), JSON.stringify(other).slice(1, -1)), text);

const replaced = (text: string, other: string): string => (text.includes(other) ? text.replaceAll(other, mask) : text);
