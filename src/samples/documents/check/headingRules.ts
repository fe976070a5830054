import type { Block, Outline } from "../parse/outline";
import { squeeze } from "../parse/outline";
import { excerpt, type IssueList } from "./issue";

type Heading = Extract<Block, { kind: "heading" }>;

/** The hierarchy of headings: one title, no level left out, nothing empty, no two the same under one parent. */
export function checkHeadings(outline: Outline, issues: IssueList): void {
  const headings = outline.blocks.filter((block): block is Heading => block.kind === "heading");
  checkTitle(outline, headings, issues);
  checkLevels(headings, issues);
  checkEmpty(outline, issues);
  checkDuplicates(headings, issues);
}

function checkTitle({ title }: Outline, headings: readonly Heading[], issues: IssueList): void {
  const [first, ...others] = headings.filter(({ level }) => level === 1);
  if (!first && title === undefined) {
    issues.add("missing-title", "warning", 1, "The document has no title: begin it with a heading of level 1.");
  }
  for (const { line } of others) {
    issues.add("several-titles", "warning", line, `A second heading of level 1; the first is on line ${first?.line}.`);
  }
}

function checkLevels(headings: readonly Heading[], issues: IssueList): void {
  headings.forEach((heading, index) => {
    const before = headings[index - 1]?.level ?? 0;
    if (before > 0 && heading.level > before + 1) {
      const words = `${excerpt(heading.passage.text)} jumps from level ${before} to level ${heading.level}`;
      issues.add("skipped-level", "warning", heading.line, `${words}; level ${before + 1} is left out.`);
    }
  });
}

function checkEmpty({ blocks }: Outline, issues: IssueList): void {
  blocks.forEach((block, index) => {
    if (block.kind !== "heading") return;
    const name = squeeze(block.passage.text);
    if (name === "") {
      issues.add("empty-heading", "error", block.line, "A heading without words.");
      return;
    }
    const next = blocks[index + 1];
    const nothingBelow = !next || (next.kind === "heading" && next.level <= block.level);
    if (nothingBelow) issues.add("empty-section", "warning", block.line, `The section ${excerpt(name)} is empty.`);
  });
}

function checkDuplicates(headings: readonly Heading[], issues: IssueList): void {
  const parents: string[] = [];
  const seen = new Map<string, number>();
  for (const { level, passage, line } of headings) {
    const name = squeeze(passage.text).toLowerCase();
    parents.length = Math.min(parents.length, level - 1);
    const key = [...parents, name].map((part) => part ?? "").join("\n");
    const first = seen.get(key);
    if (name !== "" && first !== undefined) {
      const where = `The heading ${excerpt(passage.text)} is already on line ${first}, under the same parent`;
      issues.add("duplicate-heading", "warning", line, `${where}; links to it will reach only the first.`);
    } else seen.set(key, line);
    parents[level - 1] = name;
  }
}
