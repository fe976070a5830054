import type { Outline, Reference } from "../parse/outline";
import { anchorsOf } from "./anchors";
import { excerpt, type IssueList } from "./issue";

/**
 * What a link's file turns out to be: there (with its outline, if it is a document), missing, or outside the folders
 * that may be read, where nothing is looked up.
 */
export type Target =
  | { readonly kind: "missing" | "outside" | "file" }
  | { readonly kind: "document"; readonly outline: Outline };

/** Looks up a link's path, relative to the document. `undefined`: the document is a bare text with no place on disk. */
export type LookUp = ((path: string) => Promise<Target>) | undefined;

/** How many different files are looked up for one document. */
const mostFiles = 100;

/** Links and images that point to nothing: files that are missing, anchors that are not there, empty targets. */
export async function checkLinks(outline: Outline, lookUp: LookUp, issues: IssueList): Promise<void> {
  const own = anchorsOf(outline);
  const known = new Map<string, Promise<Target>>();
  for (const reference of outline.references) {
    const { kind, target, label, line } = reference;
    if (kind === "link" && label === "") {
      issues.add("link-without-text", "warning", line, `The link to ${excerpt(target)} has no text.`);
    }
    if (target === "") {
      issues.add("empty-target", "error", line, `This ${kind} points to nothing.`);
      continue;
    }
    if (isElsewhere(target)) continue;
    const [file = "", fragment = ""] = target.split("#", 2);
    const path = decodePath(file.split("?", 1)[0] ?? "");
    if (path === "") {
      if (fragment !== "" && !has(own, fragment)) missingAnchor(reference, fragment, issues);
    } else if (lookUp && (known.has(path) || known.size < mostFiles)) {
      const found = known.get(path) ?? lookUp(path);
      known.set(path, found);
      judge(reference, fragment, await found, issues);
    }
  }
}

/** An address with a scheme, or a host of its own, is not a file of ours, and neither is a path from the root of a web site. */
const isElsewhere = (target: string) => /^(?:[a-z][a-z\d+.-]*:|\/)/i.test(target);

function judge(reference: Reference, fragment: string, found: Target, issues: IssueList): void {
  const { kind, target, line } = reference;
  if (found.kind === "missing")
    issues.add("broken-link", "error", line, `The ${kind} points to ${excerpt(target)}, which does not exist.`);
  else if (found.kind === "outside") {
    const words = `The ${kind} to ${excerpt(target)} leads out of the folders that may be read`;
    issues.add("link-outside", "info", line, `${words}; it was not checked.`);
  } else if (found.kind === "document" && fragment !== "" && !has(anchorsOf(found.outline), fragment)) {
    missingAnchor(reference, fragment, issues);
  }
}

function missingAnchor({ target, line }: Reference, fragment: string, issues: IssueList): void {
  issues.add(
    "broken-anchor",
    "error",
    line,
    `The link ${excerpt(target)} jumps to ${excerpt(fragment)}, which is not there.`,
  );
}

/** `#top` is always there (HTML standard, section 7.4.6.3). */
const has = (anchors: ReadonlySet<string>, fragment: string) =>
  anchors.has(fragment) || anchors.has(decodePath(fragment)) || fragment.toLowerCase() === "top";

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a stray percent sign stands for itself
  }
}
