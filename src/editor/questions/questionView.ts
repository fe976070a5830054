import { safeLine } from "../../core/kernel/redact";
import { fitting, lineWidth } from "../../core/presentation/lineWidth";
import type { ServerId } from "../../protocol/hubEvent";
import { message } from "../../protocol/message";

/** A question as the person sees it: a title, and a list to choose from. */
export interface QuestionView<T> {
  readonly title: string;
  /** Beside the cursor, where VS Code would ask for a filter. */
  readonly placeholder: string;
  /** From top to bottom. The first item is chosen by default, so it must be the answer that does nothing. */
  readonly sections: readonly Section<T>[];
}

export interface Section<T> {
  /** Above the items, in small letters. */
  readonly title?: string;
  readonly items: readonly Item<T>[];
}

/** An answer; or `look`, which shows more while the question stays; or a line of text, which cannot be chosen. */
export interface Item<T> {
  readonly label: string;
  readonly description?: string;
  readonly answer?: T;
  readonly look?: true;
}

/** Text as items: one for each line, long lines wrapped. What is past `most` lines is counted. */
export function textItems(text: string, most: number): readonly Item<never>[] {
  const lines = text.split("\n").flatMap(wrapped);
  const shown = lines.slice(0, most).map((label) => ({ label }));
  return lines.length > most ? [...shown, { label: moreLines(lines.length - most) }] : shown;
}

/** Breaks a line between words, and a word that is too long anywhere. */
function wrapped(line: string): readonly string[] {
  const lines: string[] = [];
  let rest = line.trimEnd();
  for (let end = fitting(rest, lineWidth); end < rest.length; end = fitting(rest, lineWidth)) {
    const space = rest.lastIndexOf(" ", end);
    const at = space > 0 ? space : end;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  return rest === "" ? lines : [...lines, rest];
}

/** What stands for lines that are left out. */
export const moreLines = (count: number): string =>
  count === 1
    ? message("questions.oneMoreLine", "… (1 more line)")
    : message("questions.moreLines", "… ({count} more lines)", { count });

/** A server by its label, and by its entry's name too where the label is another: a label could pretend to be another server. */
export const serverName = (server: ServerId, label: string): string =>
  label === server ? `"${server}"` : `"${safeLine(label, 80)}" (${server})`;

export const denyLabel = (): string => message("questions.deny", "Deny");
export const allowOnceLabel = (): string => message("questions.allowOnce", "Allow Once");
export const denyPlaceholder = (): string =>
  message("questions.denyPlaceholder", "Choose with the arrow keys and Enter; Escape denies");
