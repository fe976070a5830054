import type { Outline } from "../parse/outline";
import { squeeze } from "../parse/outline";

/**
 * What a link within the document may jump to: explicit names, and in Markdown the headings' names as GitHub derives
 * them (lower case, punctuation gone, spaces to hyphens, `-1` for the second of a kind).
 */
export function anchorsOf(outline: Outline): ReadonlySet<string> {
  const anchors = new Set(outline.anchors);
  if (outline.format !== "markdown") return anchors;
  const seen = new Map<string, number>();
  for (const block of outline.blocks) {
    if (block.kind !== "heading") continue;
    const slug = slugOf(squeeze(block.passage.text));
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  return anchors;
}

const slugOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .replaceAll(" ", "-");
