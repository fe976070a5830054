import type { Outline } from "../parse/outline";
import { checkBlocks } from "./blockRules";
import { checkHeadings } from "./headingRules";
import { IssueList } from "./issue";
import { checkLinks, type LookUp } from "./linkRules";

/** How a document is built, and where that breaks. */
export async function validateStructure(outline: Outline, lookUp: LookUp): Promise<IssueList> {
  const issues = new IssueList();
  checkHeadings(outline, issues);
  checkBlocks(outline, issues);
  await checkLinks(outline, lookUp, issues);
  return issues;
}
