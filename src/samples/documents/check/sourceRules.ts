import type { Format } from "../access/formats";
import type { IssueList } from "./issue";

/** Signs that are there and cannot be seen, by what they do. */
const invisible: [signs: RegExp, rule: string, severity: "error" | "warning", what: string][] = [
  [
    /[\u202a-\u202e\u2066-\u2069]/u,
    "hidden-direction",
    "error",
    "turns the reading direction, so that text shows in another order than it is stored in",
  ],
  [
    /[\u{e0000}-\u{e007f}]/u,
    "hidden-tags",
    "error",
    "belongs to the invisible tag alphabet, which can carry text that nobody sees",
  ],
  [/\ufffd/u, "lost-character", "error", "stands for a character that was lost when the text was converted"],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what this rule is for
  [/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u, "control-character", "warning", "is a control character"],
  [/[\u200b\u2060\ufeff\u00ad]/u, "invisible-character", "warning", "cannot be seen"],
];

/** What is wrong with the file itself, whatever it says: line endings, spaces, signs that do not show. */
export function checkSource(source: string, format: Format, issues: IssueList): void {
  checkLineEndings(source, issues);
  source.split(/\r\n|\n|\r/).forEach((text, index) => {
    const line = index + 1;
    const space = text.slice(text.trimEnd().length);
    // Two spaces at the end of a line are a line break in Markdown (CommonMark, section 6.7).
    const isBreak = format === "markdown" && space === "  " && text.trim() !== "";
    if (space !== "" && !isBreak) issues.add("trailing-space", "info", line, "White space at the end of the line.");
    if (/^(?:<{7} |>{7} |={7}$)/.test(text) && /^<{7} /m.test(source)) {
      issues.add("merge-conflict", "error", line, "A merge conflict was left unsolved here.");
    }
    for (const [signs, rule, severity, what] of invisible) {
      const found = signs.exec(index === 0 ? text.replace(/^\ufeff/, "") : text)?.[0];
      const code = found?.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
      if (code) issues.add(rule, severity, line, `The character U+${code} ${what}.`);
    }
  });
}

function checkLineEndings(source: string, issues: IssueList): void {
  const windows = source.match(/\r\n/g)?.length ?? 0;
  const unix = (source.match(/\n/g)?.length ?? 0) - windows;
  if (windows === 0 || unix === 0) return;
  const [rare, usual] = windows < unix ? ["\r\n", "LF"] : ["\n", "CR LF"];
  const at = rare === "\n" ? source.search(/(?<!\r)\n/) : source.indexOf(rare);
  const line = source.slice(0, at).split(/\r\n|\n/).length;
  issues.add(
    "mixed-line-endings",
    "warning",
    line,
    `${unix} lines end in LF and ${windows} in CR LF; here ends the first without ${usual}.`,
  );
}
