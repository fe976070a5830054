import type { Format } from "../access/formats";
import { proseOf } from "../measure/prose";
import type { Outline } from "../parse/outline";
import { checkContent } from "./contentRules";
import { IssueList } from "./issue";
import { checkProse } from "./proseRules";
import { checkSource } from "./sourceRules";

/** What is wrong with a text's language and with its file; how it is built is `validateStructure`'s matter. */
export function detectIssues(source: string, format: Format, outline: Outline): IssueList {
  const issues = new IssueList();
  checkSource(source, format, issues);
  checkContent(outline.blocks, issues);
  checkProse(proseOf(outline), issues);
  return issues;
}
