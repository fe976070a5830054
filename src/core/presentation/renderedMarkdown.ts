/** What makes a text Markdown and not only a text: a heading, a fence, a table, a link or a picture, bold words. */
const markdown = /^#{1,6} \S|^```|^\|?[ :]*-{3,}[ :|-]*\|[ :|-]*$|\[[^\]\n]+\]\([^)\n]+\)|\*\*\S[^*\n]*\*\*/m;

/**
 * HTML, references, diagrams, which may name pictures, and every picture or link but those to files beside the document, web pages, and
 * the hub's own resources. The name of a picture must be plain: an escaped bracket in it would hide where the picture comes from.
 */
const untrusted = new RegExp(
  [
    // Not behind a backslash that is not itself escaped: that is text (CommonMark 2.4).
    "(?<!(?<!\\\\)(?:\\\\\\\\)*\\\\)<[a-z!/?]",
    "^ {0,3}\\[[^\\]]+\\]:",
    "!\\[(?![^\\[\\]\\\\`\\n]*\\]\\([\\w%.-]+\\))",
    "(?:`{3}|~{3})[`~ \\t]*mermaid",
    "\\]\\(\\s*(?!https?:|mcp-hub:|#|[\\w%.-]+\\))",
  ].join("|"),
  "im",
);

/** The longest text that is rendered, in characters. */
const longest = 500_000;

/**
 * Whether a text opens as rendered Markdown. A text from a server that could load something from elsewhere, or hide something, opens as
 * source text: a preview would fetch its pictures, and so tell a third party who is looking.
 */
export const rendersAsMarkdown = (text: string): boolean =>
  text.length <= longest && markdown.test(text) && !untrusted.test(text);
