import type { Block } from "../parse/outline";
import { excerpt, type IssueList } from "./issue";

/** Text that was to be replaced. The words for open work count in capitals only. */
const placeholders = [
  /\blorem ipsum\b/i,
  /\b(?:TBD|TBC|TBA|TO-?DO|FIXME|XXX+)\b/,
  /\[(?:insert|your|add|enter|name|date|company|title)\b[^\]]{0,60}\]/i,
  /<(?:insert|your|name|date|company)\b[^>]{0,60}>/i,
  /\{\{[^}]{1,60}\}\}/,
  /(?<![\p{L}\p{N}])\?{3,}/u,
];

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const opening: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/** What was left unfinished in a block: placeholders, and brackets that do not pair. Code is nobody's prose. */
export function checkContent(blocks: readonly Block[], issues: IssueList): void {
  for (const { kind, passage } of blocks) {
    if (kind === "code") continue;
    for (const pattern of placeholders) {
      const match = pattern.exec(passage.text);
      if (!match) continue;
      issues.add(
        "placeholder",
        "warning",
        passage.lineAt(match.index),
        `A placeholder was left: ${excerpt(match[0])}.`,
      );
    }
    const stray = strayBracket(passage.text);
    if (stray !== undefined) {
      const sign = passage.text[stray] ?? "";
      const fault = sign in closing ? "is never closed" : "was never opened";
      issues.add("unbalanced-bracket", "warning", passage.lineAt(stray), `The bracket ${excerpt(sign)} ${fault}.`);
    }
  }
}

/** Where the first bracket without a partner is. `a)` and `1)` at the start of a line count items, `:)` smiles. */
function strayBracket(text: string): number | undefined {
  const open: { sign: string; at: number }[] = [];
  const counted = text.replace(/(?<=^|\n)[ \t]*\w{1,3}\)|[:;]-?[()]/g, (match) => " ".repeat(match.length));
  for (let at = 0; at < counted.length; at++) {
    const sign = counted[at] ?? "";
    if (sign in closing) open.push({ sign, at });
    else if (sign in opening) {
      if (open.at(-1)?.sign !== opening[sign]) return open.at(-1)?.at ?? at;
      open.pop();
    }
  }
  return open[0]?.at;
}
