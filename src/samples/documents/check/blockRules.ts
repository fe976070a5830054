import type { Outline } from "../parse/outline";
import { excerpt, type IssueList } from "./issue";

/** Lists, code and images, and what the parser itself stumbled over. */
export function checkBlocks(outline: Outline, issues: IssueList): void {
  checkLists(outline, issues);
  for (const block of outline.blocks) {
    if (block.kind !== "code") continue;
    if (block.fence === "open") {
      issues.add("unclosed-fence", "error", block.line, "This code fence is never closed: all that follows is code.");
    } else if (block.fence === "closed" && block.language === undefined && block.passage.text !== "") {
      issues.add(
        "fence-without-language",
        "info",
        block.line,
        "The code names no language, so it is shown without color.",
      );
    }
  }
  for (const { kind, target, label, line } of outline.references) {
    if (kind !== "image") continue;
    // In HTML an empty `alt` says that the image is decoration (HTML standard, section 4.8.4.4); a missing one says nothing.
    const silent = outline.format === "html" ? label === undefined : (label ?? "").trim() === "";
    if (silent)
      issues.add("image-without-text", "warning", line, `The image ${excerpt(target)} has no alternative text.`);
  }
  for (const fault of outline.faults) issues.add("html-fault", "warning", fault.line, `HTML fault: ${fault.message}.`);
}

function checkLists({ lists }: Outline, issues: IssueList): void {
  const usual = lists.find(({ marker }) => marker !== undefined);
  for (const { numbers, marker, line } of lists) {
    if (marker !== undefined && usual?.marker !== undefined && marker !== usual.marker) {
      const words = `This list uses ${excerpt(marker)}, the one on line ${usual.line} ${excerpt(usual.marker)}`;
      issues.add("mixed-bullets", "info", line, `${words}: keep to one sign.`);
    }
    const broken = numbers && brokenNumber(numbers);
    if (broken) issues.add("list-numbering", "warning", line, broken);
  }
}

/** Counting up by one is right, and so is the same number throughout, which Markdown counts up by itself. */
function brokenNumber(numbers: readonly number[]): string | undefined {
  const [first = 1] = numbers;
  if (numbers.every((number) => number === first)) return undefined;
  const at = numbers.findIndex((number, index) => number !== first + index);
  return at < 0 ? undefined : `The list is numbered ${numbers[at - 1]}, then ${numbers[at]}.`;
}
