import { safeLine } from "../kernel/redact";

/**
 * Text of others as one line of Markdown that says exactly that text: every ASCII punctuation mark is escaped
 * (CommonMark 2.4), so that no link, image, HTML, table cell or code span comes of it.
 */
export const escapeMarkdown = (text: string, limit = 200): string =>
  safeLine(text, limit).replace(/[!-/:-@[-`{-~]/g, "\\$&");

/**
 * The same for a document that is read as it is written: only what makes a link, a picture, HTML or code is escaped, so that names and
 * addresses stay legible.
 */
export const escapeLinks = (text: string, limit = 200): string =>
  safeLine(text, limit).replace(/[\\`[\]<>!&]/g, "\\$&");

/** A text of others as code in a line, which its content cannot leave (CommonMark 6.1). */
export function codeSpan(text: string, limit = 1000): string {
  const line = safeLine(text, limit);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest > 0 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/** A block of code that its content cannot leave: the fence is longer than any run of backticks inside (CommonMark 4.5). */
export function codeBlock(text: string, language = ""): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\r\n?/g, "\n").replace(/\n$/, "")}\n${fence}`;
}

/** A table of texts of others. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => escapeMarkdown(cell, 300)).join(" | ")} |`;
  return [line(head), `|${" --- |".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

export const isWebAddress = (uri: string): boolean => /^https?:\/\//i.test(uri) && URL.canParse(uri);

/** A link to a web address that a server named, for Markdown; the editor asks before it leaves for one. */
export const webLink = (words: string, uri: string): string =>
  `[${escapeMarkdown(words) || escapeMarkdown(uri)}](<${new URL(uri).href.replaceAll("\\", "%5C")}>)`;
