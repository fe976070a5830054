import { safeLine } from "../kernel/redact";
import { webAddress } from "../kernel/untrusted/webAddress";

/**
 * Untrusted text as one line of Markdown that renders as exactly that text: every ASCII punctuation mark is escaped (CommonMark 2.4), so
 * that it cannot become a link, image, HTML, table cell or code span.
 */
export const escapeMarkdown = (text: string, limit = 200): string =>
  safeLine(text, limit).replace(/[!-/:-@[-`{-~]/g, "\\$&");

/**
 * The same for a document that people read as source text: only what could become a link, picture, HTML or code is escaped, so that names
 * and addresses stay legible.
 */
export const escapeLinks = (text: string, limit = 200): string =>
  safeLine(text, limit).replace(/[\\`[\]<>!&]/g, "\\$&");

/** Untrusted text as a code span that its content cannot end (CommonMark 6.1). */
export function codeSpan(text: string, limit = 1000): string {
  const line = safeLine(text, limit);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest > 0 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/** A code block that its content cannot end: the fence is longer than any run of backticks inside (CommonMark 4.5). */
export function codeBlock(text: string, language = ""): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\r\n?/g, "\n").replace(/\n$/, "")}\n${fence}`;
}

/** A table of untrusted texts. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => escapeMarkdown(cell, 300)).join(" | ")} |`;
  return [line(head), `|${" --- |".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

/** Whether an address is a valid http or https address. */
export const isWebAddress = (uri: string): boolean => "href" in webAddress(uri);

/** A Markdown link to a web address from a server. The editor asks before it opens one. */
export function webLink(text: string, uri: string): string {
  // What looks like a character reference would be one here, too, and lead elsewhere (CommonMark 2.5).
  const address = new URL(uri).href.replaceAll("\\", "%5C").replace(/&(?=#?\w+;)/g, "\\&");
  return `[${escapeMarkdown(text) || escapeMarkdown(uri)}](<${address}>)`;
}
