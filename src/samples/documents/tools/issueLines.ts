import type { Issue, IssueList } from "../check/issue";

/** How many issues are written out for the model; the structured result has them all. */
const shown = 25;

/** Issues as lines of text, each with its place. */
export function issueLines(issues: readonly Issue[]): string[] {
  const lines = issues.slice(0, shown).map(({ line, severity, message }) => `- line ${line}, ${severity}: ${message}`);
  return issues.length > shown ? [...lines, `- … and ${issues.length - shown} more`] : lines;
}

/** "2 errors, 1 warning, 4 remarks", or "nothing". */
export function tally(issues: readonly Issue[]): string {
  const names = { error: "error", warning: "warning", info: "remark" } as const;
  const parts = Object.entries(names).flatMap(([severity, name]) => {
    const count = issues.filter((issue) => issue.severity === severity).length;
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? "" : "s"}`];
  });
  return parts.join(", ") || "nothing";
}

/** An issue list as plain data: the issues, and how many there were of each rule beyond the limit too. */
export const issueData = (list: IssueList) => ({ issues: [...list.issues], counts: { ...list.counts } });
